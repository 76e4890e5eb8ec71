/** Bytes before the first row: signature, flags, length of the extension, which is 0. */
const HEADER_BYTES = 19;
const TWO_32 = 2 ** 32;

/** Reads the rows of a binary COPY that is there as a whole. Fields are read in their order, each once. */
export class RowReader {
  readonly #bytes: Buffer;
  #at = HEADER_BYTES;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** How many rows there are. */
  count(): number {
    let rows = 0;
    for (let at = HEADER_BYTES; ; rows += 1) {
      const fields = this.#bytes.readInt16BE(at);
      if (fields < 0) return rows;
      at += 2;
      for (let i = 0; i < fields; i += 1) at += 4 + Math.max(0, this.#bytes.readInt32BE(at));
    }
  }

  /** Goes to the next row, the first one at first; false behind the last. */
  next(): boolean {
    const fields = this.#bytes.readInt16BE(this.#at);
    this.#at += 2;
    return fields >= 0;
  }

  int4(): number {
    const value = this.#bytes.readInt32BE(this.#at + 4);
    this.#at += 8;
    return value;
  }

  int8(): number {
    const value = this.#bytes.readInt32BE(this.#at + 4) * TWO_32 + this.#bytes.readUInt32BE(this.#at + 8);
    this.#at += 12;
    return value;
  }

  /** NaN for NULL. */
  float8(): number {
    if (this.#isAbsent()) return Number.NaN;
    const value = this.#bytes.readDoubleBE(this.#at + 4);
    this.#at += 12;
    return value;
  }

  /** A view of the bytes of a bytea or an uuid. */
  bytes(): Buffer {
    const length = this.#bytes.readInt32BE(this.#at);
    const from = this.#at + 4;
    this.#at = from + length;
    return this.#bytes.subarray(from, this.#at);
  }

  #isAbsent(): boolean {
    if (this.#bytes.readInt32BE(this.#at) >= 0) return false;
    this.#at += 4;
    return true;
  }
}
