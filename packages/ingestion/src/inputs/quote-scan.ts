const QUOTE = 0x22;
const SPACE = 0x20;

/**
 * Looks for a quote, spaces and another quote (`"a" "b"`) in bytes that come in chunks. DuckDB silently drops quotes
 * there that a strict reader keeps, so a file that contains them is read row by row. Well-formed JSON has a colon or
 * comma after most quotes, which keeps false alarms rare and the native search fast.
 */
export class QuoteScan {
  #isDoubtful = false;
  /** Whether the last chunk ended with a quote and any number of spaces, and how many. */
  #openSpaces: number | undefined;

  /** Whether it was found. */
  get isDoubtful(): boolean {
    return this.#isDoubtful;
  }

  /** Scans the next bytes. */
  add(chunk: Buffer): void {
    if (this.#isDoubtful || chunk.length === 0) return;
    this.#continue(chunk);
    for (let at = chunk.indexOf('" '); at >= 0 && !this.#isDoubtful; at = chunk.indexOf('" ', at + 1)) {
      this.#isDoubtful = chunk[pastSpaces(chunk, at + 1)] === QUOTE;
    }
    let last = chunk.length;
    while (last > 0 && chunk[last - 1] === SPACE) last -= 1;
    if (last > 0) this.#openSpaces = chunk[last - 1] === QUOTE ? chunk.length - last : undefined;
    else if (this.#openSpaces !== undefined) this.#openSpaces += chunk.length;
  }

  #continue(chunk: Buffer): void {
    if (this.#openSpaces === undefined) return;
    const next = pastSpaces(chunk, 0);
    this.#isDoubtful = chunk[next] === QUOTE && this.#openSpaces + next > 0;
  }
}

function pastSpaces(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at += 1;
  return at;
}
