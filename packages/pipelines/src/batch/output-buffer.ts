/** Bytes of a machine word. */
const WORD = 8;
const NOTHING = new Uint8Array(0);

/**
 * A growable byte buffer. Its memory is reused for the next output, since fresh pages cost more than a copy, and it
 * keeps a copy of the source at its far end, since moving bytes within one array is the fastest way to copy a few.
 */
export class OutputBuffer {
  #bytes = Buffer.allocUnsafeSlow(1024);
  #length = 0;
  /** Where the copy of the source begins, and that of the table behind it. */
  #source = 1024;
  #table = 1024;

  /**
   * Restarts, with capacity for about the given number of bytes.
   *
   * @param table bytes that are copied like those of the source, by {@link copyFromTable}.
   */
  begin(source: Uint8Array, capacity: number, table: Uint8Array = NOTHING): this {
    this.#length = 0;
    const size = capacity + source.length + table.length + 2 * WORD;
    if (size > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(size);
    this.#table = placeAtEnd(this.#bytes, table, this.#bytes.length);
    this.#source = placeAtEnd(this.#bytes, source, this.#table);
    return this;
  }

  /** Adds text of ASCII characters only. */
  ascii(text: string): void {
    this.#reserve(text.length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let i = 0; i < text.length; i += 1) bytes[at++] = text.charCodeAt(i);
    this.#length = at;
  }

  /** Adds a byte, then text of ASCII characters only. */
  asciiAfter(byte: number, text: string): void {
    this.#reserve(text.length + 1);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = byte;
    for (let i = 0; i < text.length; i += 1) bytes[at++] = text.charCodeAt(i);
    this.#length = at;
  }

  /** Adds any text. */
  text(text: string): void {
    this.#reserve(3 * text.length);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** Adds the bytes `start … end − 1` of the source. */
  copy(start: number, end: number): void {
    this.#reserve(end - start);
    this.#bytes.copyWithin(this.#length, this.#source + start, this.#source + end);
    this.#length += end - start;
  }

  /** Adds the bytes `start … end − 1` of the table. */
  copyFromTable(start: number, end: number): void {
    this.#reserve(end - start);
    this.#bytes.copyWithin(this.#length, this.#table + start, this.#table + end);
    this.#length += end - start;
  }

  /** The added bytes, valid until the next {@link begin}. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#source) return;
    const old = this.#bytes;
    // Source and table stay as far apart as they were.
    const kept = old.subarray(this.#source);
    const between = this.#table - this.#source;
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(this.#length + count + kept.length + WORD, 2 * old.length));
    this.#bytes.set(old.subarray(0, this.#length));
    this.#source = placeAtEnd(this.#bytes, kept, this.#bytes.length);
    this.#table = this.#source + between;
  }
}

/** Copies bytes to where memory ends; gives where they begin: at a whole word, else shared memory is copied by bytes. */
function placeAtEnd(bytes: Uint8Array, source: Uint8Array, end: number): number {
  const start = end - source.length;
  const aligned = start - (start % WORD);
  bytes.set(source, aligned);
  return aligned;
}
