/** A colour, as it stands in a text; it takes no room. */
const COLOR = /\u001b\[[\d;]*m/g;
/** Characters that take two columns of a terminal. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Extended_Pictographic}\u3000-\u303f\uff01-\uff60]/u;
/** Narrower terminals are not written for. */
const LEAST_WIDTH = 40;
/** The last of some columns is not broken where it would have less room. */
const LEAST_ROOM = 20;

/** Columns of the terminal that a stream leads to; undefined where it leads to a file or another program, whose lines have no end. */
export function screenWidth(
  stream: { readonly isTTY?: boolean; readonly columns?: number } = process.stdout,
): number | undefined {
  return stream.isTTY === true && stream.columns !== undefined ? Math.max(LEAST_WIDTH, stream.columns) : undefined;
}

/** Columns that a text takes, about: all of a character, nothing of a colour. */
export function visibleWidth(text: string): number {
  let width = 0;
  for (const character of text.replace(COLOR, '')) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/**
 * A text in lines of at most a width: broken at blanks, a word that is longer after a sign such as `-` or `/`, or anywhere. No
 * character is lost but the blanks at the ends of lines.
 */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (visibleWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = visibleWidth(word) <= width ? [word] : broken(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1)!;
  }
  return [...lines, line];
}

/** The parts of a word that stay whole as long as they fit: each ends with a sign such as `-` or `/`, or with the word. */
export function unbroken(word: string): string[] {
  const parts = [''];
  for (const character of word) {
    parts.push(parts.pop()! + character);
    if ('-_./:,='.includes(character)) parts.push('');
  }
  return parts;
}

/** The pieces of a word that is too long. */
function broken(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const part of unbroken(word)) {
    if (visibleWidth(piece + part) <= width) {
      piece += part;
      continue;
    }
    if (piece !== '') pieces.push(piece);
    piece = '';
    for (const character of part) {
      if (visibleWidth(piece + character) > width) {
        pieces.push(piece);
        piece = '';
      }
      piece += character;
    }
  }
  return [...pieces, piece];
}

/**
 * A text as a screen of that width shows it well: sentences go on in the next line, as far in as their own begin, and so does what
 * stands in the last of some columns, which two blanks part, if there is room for it.
 */
export function wrapProse(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (visibleWidth(line) <= width ? line : proseLines(line, width)))
    .join('\n');
}

function proseLines(line: string, width: number): string {
  const gap = line.trimEnd().lastIndexOf('  ');
  const indent = gap < 0 ? line.length - line.trimStart().length : gap + 2;
  const start = line.slice(0, indent);
  const room = width - visibleWidth(start);
  if (room < LEAST_ROOM) return line;
  const parts = wrapWords(line.slice(indent), room);
  return parts.map((part, i) => (i === 0 ? start : ' '.repeat(visibleWidth(start))) + part).join('\n');
}
