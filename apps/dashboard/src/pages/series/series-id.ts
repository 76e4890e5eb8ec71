/** The id in `/series/acme%2Forders%2F105`; what is not encoded well stands for itself. */
export function idOfPath(path: string): string {
  const part = path.split('?')[0]!.split('/')[2] ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
