/**
 * A pattern for names as a test: `*` stands for any text, `?` for one character, a backslash takes the next one literally,
 * and all else for itself, upper and lower case told apart. The time is at most the product of both lengths, whatever they
 * hold: every piece between stars is looked for once, from left to right.
 */
export function globMatcher(pattern: string): (text: string) => boolean {
  const pieces = piecesOf(pattern);
  const [first, last] = [pieces[0]!, pieces.at(-1)!];
  const middle = pieces.slice(1, -1);
  return (text) => {
    const letters = [...text];
    if (pieces.length === 1) return letters.length === first.length && fitsAt(first, letters, 0);
    const end = letters.length - last.length;
    if (end < first.length || !fitsAt(first, letters, 0) || !fitsAt(last, letters, end)) return false;
    let at = first.length;
    for (const piece of middle) {
      while (at + piece.length <= end && !fitsAt(piece, letters, at)) at += 1;
      if (at + piece.length > end) return false;
      at += piece.length;
    }
    return true;
  };
}

/** The pattern that fits this text and no other. */
export function exactGlob(text: string): string {
  return text.replace(/[*?\\]/g, '\\$&');
}

/** A character, or undefined for any. */
type Piece = readonly (string | undefined)[];

/** What stands between the stars. */
function piecesOf(pattern: string): Piece[] {
  const pieces: (string | undefined)[][] = [[]];
  const letters = [...pattern];
  for (let i = 0; i < letters.length; i += 1) {
    const letter = letters[i]!;
    if (letter === '*') pieces.push([]);
    else if (letter === '?') pieces.at(-1)!.push(undefined);
    else if (letter === '\\' && i + 1 < letters.length) pieces.at(-1)!.push(letters[(i += 1)]!);
    else pieces.at(-1)!.push(letter);
  }
  return pieces;
}

function fitsAt(piece: Piece, letters: readonly string[], at: number): boolean {
  return piece.every((letter, i) => letter === undefined || letter === letters[at + i]);
}
