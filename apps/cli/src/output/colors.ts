import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Whether a stream shows colours: a terminal, unless NO_COLOR is set (no-color.org). */
export function hasColors(stream: { readonly isTTY?: boolean } = process.stdout): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
  return stream.isTTY === true;
}

/** A text in a colour where stdout shows colours. */
export function colored(style: Style, text: string): string {
  // The stream's own check would look at stderr's settings too; ours has decided already.
  return hasColors() ? styleText(style, text, { validateStream: false }) : text;
}
