/** The bytes at the beginning of every binary COPY: signature, no flags, no extension. */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** The count of fields that ends it. */
const TRAILER = Buffer.from([0xff, 0xff]);
/** Bytes of a piece that goes to the server. */
const PIECE_BYTES = 256 * 1024;
const TWO_32 = 2 ** 32;

/** Writes rows in PostgreSQL's binary form of COPY: for each field its length and its bytes, network order. */
export class RowWriter {
  #buffer = Buffer.allocUnsafe(PIECE_BYTES);
  #at = 0;

  /** Begins a row of so many fields. */
  row(fields: number): void {
    this.#reserve(2);
    this.#at = this.#buffer.writeInt16BE(fields, this.#at);
  }

  int4(value: number): void {
    this.#reserve(8);
    this.#buffer.writeInt32BE(4, this.#at);
    this.#at = this.#buffer.writeInt32BE(value, this.#at + 4);
  }

  /** A whole number within ±2⁵³. */
  int8(value: number): void {
    this.#reserve(12);
    const high = Math.floor(value / TWO_32);
    this.#buffer.writeInt32BE(8, this.#at);
    this.#buffer.writeInt32BE(high, this.#at + 4);
    this.#at = this.#buffer.writeUInt32BE(value - high * TWO_32, this.#at + 8);
  }

  /** NaN is NULL. */
  float8(value: number): void {
    if (Number.isNaN(value)) return this.absent();
    this.#reserve(12);
    this.#buffer.writeInt32BE(8, this.#at);
    this.#at = this.#buffer.writeDoubleBE(value, this.#at + 4);
  }

  /** Bytes from … to − 1 of an array: bytea, or uuid if there are 16. */
  bytes(source: Uint8Array, from = 0, to = source.length): void {
    this.#reserve(4 + to - from);
    this.#at = this.#buffer.writeInt32BE(to - from, this.#at);
    if (to - from <= 64) for (let i = from; i < to; i += 1) this.#buffer[this.#at++] = source[i]!;
    else {
      this.#buffer.set(source.subarray(from, to), this.#at);
      this.#at += to - from;
    }
  }

  text(value: string): void {
    this.bytes(Buffer.from(value));
  }

  /** NULL. */
  absent(): void {
    this.#reserve(4);
    this.#at = this.#buffer.writeInt32BE(-1, this.#at);
  }

  /** What was written since the last call, if it is enough for a piece. */
  piece(): Buffer | undefined {
    return this.#at < PIECE_BYTES / 2 ? undefined : this.rest();
  }

  /** What was written since the last piece. */
  rest(): Buffer {
    const piece = this.#buffer.subarray(0, this.#at);
    this.#buffer = Buffer.allocUnsafe(PIECE_BYTES);
    this.#at = 0;
    return piece;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#buffer.length, this.#at + bytes));
    larger.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = larger;
  }
}

/** The pieces of a binary COPY of some rows, made as they are asked for. */
export function* binaryRows(rows: number, write: (writer: RowWriter, row: number) => void): Generator<Buffer> {
  const writer = new RowWriter();
  yield HEADER;
  for (let row = 0; row < rows; row += 1) {
    write(writer, row);
    const piece = writer.piece();
    if (piece !== undefined) yield piece;
  }
  yield writer.rest();
  yield TRAILER;
}
