/** Puts a text on the clipboard. @returns why it is not there, undefined where it is. */
export async function copyText(text: string): Promise<string | undefined> {
  try {
    await navigator.clipboard.writeText(text);
    return undefined;
  } catch {
    return 'Not copied: the browser does not let pages write to the clipboard';
  }
}
