import { randomInt } from 'node:crypto';
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Whether a stream shows colours: a terminal, unless NO_COLOR is set (no-color.org). */
export function hasColors(stream: { readonly isTTY?: boolean } = process.stdout): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
  return stream.isTTY === true;
}

const MARK_KEY = Symbol.for('dqs.reports.color-mark');

/** A number in every colour of ours: what was read cannot know it, so that only our own colours reach the terminal. */
// One for all copies of this module in a process: each entry of a CommonJS build brings its own.
const SHARED = globalThis as { [MARK_KEY]?: number };
const MARK = (SHARED[MARK_KEY] ??= randomInt(100_000_000, 1_000_000_000));

/** A colour of ours, as it is until it leaves the program. */
export const MARKED_COLOR = `\\u001b\\[\\d+;${MARK}m`;

/** A text in a colour where stdout shows colours; marked as ours. */
export function colored(style: Style, text: string): string {
  // The stream's own check would look at stderr's settings too; ours has decided already.
  return hasColors() ? marked(styleText(style, text, { validateStream: false })) : text;
}

/** Marks all colours in a text, which holds none but ours. */
export function marked(text: string): string {
  return text.replace(/\u001b\[(\d+)m/g, `\u001b[$1;${MARK}m`);
}

/** Colours as a terminal knows them. */
export function unmarked(text: string): string {
  return text.replaceAll(`;${MARK}m`, 'm');
}
