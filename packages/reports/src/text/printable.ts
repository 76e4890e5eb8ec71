import { MARKED_COLOR, unmarked } from './colors.js';

/**
 * What a terminal would interpret or not show: control characters (C0 with ESC and BEL, DEL, C1), marks that turn the
 * direction of text or are invisible, line and paragraph separators, halves of characters. The joiners that some
 * scripts and emoji need are none of them.
 */
const HIDDEN = '(?![\\u200c\\u200d])[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]';
const IN_TEXT = new RegExp(`${MARKED_COLOR}|(?![\\n\\t])${HIDDEN}`, 'gu');
const IN_LINE = new RegExp(`${MARKED_COLOR}|${HIDDEN}`, 'gu');
const IN_JSON = new RegExp(`(?![\\n])${HIDDEN}`, 'gu');

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * A text that is part of a line, such as a name or a reason: what a terminal would obey is shown, line ends as well. Our own
 * colours, which nothing that was read can imitate, are left alone.
 */
export function inLine(text: string): string {
  return text.replace(IN_LINE, escaped);
}

/** Text as it leaves the program: what a terminal would obey is shown, except line ends, tabs and our own colours. */
export function printable(text: string): string {
  return unmarked(text.replace(IN_TEXT, escaped));
}

/** A JSON document that a terminal shows and does not obey; it means the same. */
export function printableJson(json: string): string {
  return json.replace(IN_JSON, (character) =>
    Array.from({ length: character.length }, (_, i) => `\\u${hex(character.charCodeAt(i), 4)}`).join(''),
  );
}

/** Every text in a value of plain data, made fit for a line. */
export function printableData(value: unknown): unknown {
  if (typeof value === 'string') return inLine(value);
  if (Array.isArray(value)) return value.map(printableData);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [inLine(name), printableData(inner)]));
}

function escaped(found: string): string {
  if (found.length > 2) return found;
  const code = found.codePointAt(0)!;
  return SHORT.get(found) ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u{${hex(code, 4)}}`);
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
