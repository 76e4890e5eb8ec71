/** A text and the number of its rows. */
export interface TextRows {
  /** Cut after `MAX_TEXT_LENGTH` characters, then with an ellipsis. */
  readonly text: string;
  readonly rows: number;
}

/** UTF-16 units of a text that are kept. */
export const MAX_TEXT_LENGTH = 80;
/** Number of distinct texts above which rare ones are forgotten. */
export const MAX_TEXTS = 2048;

/**
 * Finds the most common of any number of texts in bounded memory. Up to {@link MAX_TEXTS} distinct ones the counts are
 * exact; beyond that (Misra and Gries, 1982) rare texts are forgotten and the counts of the others are lower bounds,
 * too low by at most `2 / MAX_TEXTS` of all rows.
 */
export class CommonTexts {
  readonly #rows = new Map<string, number>();

  /** Number of remembered distinct texts. */
  get size(): number {
    return this.#rows.size;
  }

  /** Counts rows of a text. */
  add(text: string, rows: number): void {
    const short = shortened(text);
    const known = this.#rows.get(short);
    // A slice keeps the whole text in memory; a copy does not.
    this.#rows.set(known === undefined ? Buffer.from(short).toString() : short, (known ?? 0) + rows);
    if (this.#rows.size > MAX_TEXTS) this.#forgetRare();
  }

  /** Adds the counts of another instance. */
  absorb(other: CommonTexts): void {
    for (const [text, rows] of other.#rows) this.add(text, rows);
  }

  /** The most common texts, most common first; ties in lexical order. */
  commonest(count: number): TextRows[] {
    const entries = [...this.#rows].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return entries.slice(0, count).map(([text, rows]) => ({ text, rows }));
  }

  /** Takes the median count from every text and forgets those that have no rows left: half of them or more. */
  #forgetRare(): void {
    const median = [...this.#rows.values()].sort((a, b) => a - b)[this.#rows.size >> 1]!;
    for (const [text, rows] of this.#rows) {
      if (rows > median) this.#rows.set(text, rows - median);
      else this.#rows.delete(text);
    }
  }
}

function shortened(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  // Does not split a surrogate pair.
  return `${text.slice(0, MAX_TEXT_LENGTH).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
