/** Bytes of a machine word. */
const WORD = 8;
const NOTHING = new Uint8Array(0);

/**
 * A growable byte buffer. Its memory is reused for the next output, since fresh pages cost more than a copy. Texts of earlier outputs
 * that come again are kept at its beginning, and a copy of the source lies at its far end, since moving bytes within one array is the
 * fastest way to copy a few.
 */
export class OutputBuffer {
  /** Bytes at the beginning for what is kept; the output follows them. Memory that nothing was written to costs nothing. */
  readonly #room: number;
  #kept = 0;
  #bytes: Buffer;
  #length: number;
  /** Where the copy of the source begins, and that of the table behind it. */
  #source: number;
  #table: number;

  /** @param room bytes for texts that {@link keep} keeps. */
  constructor(room = 0) {
    this.#room = room;
    this.#length = room;
    this.#bytes = Buffer.allocUnsafeSlow(room + 1024);
    this.#source = this.#table = this.#bytes.length;
  }

  /**
   * Restarts, with capacity for about the given number of bytes.
   *
   * @param table bytes that are copied like those of the source, by {@link copyFromTable}.
   */
  begin(source: Uint8Array, capacity: number, table: Uint8Array = NOTHING): this {
    this.#length = this.#room;
    const size = this.#room + capacity + source.length + table.length + 2 * WORD;
    if (size > this.#bytes.length) this.#move(size);
    this.#table = placeAtEnd(this.#bytes, table, this.#bytes.length);
    this.#source = placeAtEnd(this.#bytes, source, this.#table);
    return this;
  }

  /** Where the next byte will be, for {@link copyAgain} and {@link keep}. */
  get position(): number {
    return this.#length;
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

  /** Adds bytes that are kept, or that this output has already, by their {@link position}. */
  copyAgain(position: number, length: number): void {
    this.#reserve(length);
    this.#bytes.copyWithin(this.#length, position, position + length);
    this.#length += length;
  }

  /** Keeps the end of the output from a position on, until {@link forget}: its new position, −1 if there is no room left. */
  keep(position: number): number {
    const length = this.#length - position;
    if (this.#kept + length > this.#room) return -1;
    this.#bytes.copyWithin(this.#kept, position, this.#length);
    this.#kept += length;
    return this.#kept - length;
  }

  /** Keeps other bytes: their position, −1 if there is no room left. */
  keepBytes(bytes: Uint8Array): number {
    if (this.#kept + bytes.length > this.#room) return -1;
    this.#bytes.set(bytes, this.#kept);
    this.#kept += bytes.length;
    return this.#kept - bytes.length;
  }

  /** Makes room again for what is to be kept. */
  forget(): void {
    this.#kept = 0;
  }

  /** The bytes added from a position on, valid until the next one is added. */
  since(position: number): Uint8Array {
    return this.#bytes.subarray(position, this.#length);
  }

  /** The added bytes, valid until the next {@link begin}. */
  finish(): Uint8Array {
    return this.since(this.#room);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#source) return;
    // Source and table stay as far apart as they were.
    const ends = this.#bytes.subarray(this.#source);
    const between = this.#table - this.#source;
    const written = this.#length - this.#room;
    this.#move(this.#room + Math.max(written + count + ends.length + WORD, 2 * (this.#bytes.length - this.#room)));
    this.#source = placeAtEnd(this.#bytes, ends, this.#bytes.length);
    this.#table = this.#source + between;
  }

  /** Takes larger memory, with what is kept and what was written; positions stay. */
  #move(size: number): void {
    const old = this.#bytes;
    this.#bytes = Buffer.allocUnsafeSlow(size);
    this.#bytes.set(old.subarray(0, this.#kept));
    this.#bytes.set(old.subarray(this.#room, this.#length), this.#room);
  }
}

/** Copies bytes to where memory ends; gives where they begin: at a whole word, else shared memory is copied by bytes. */
function placeAtEnd(bytes: Uint8Array, source: Uint8Array, end: number): number {
  const start = end - source.length;
  const aligned = start - (start % WORD);
  bytes.set(source, aligned);
  return aligned;
}
