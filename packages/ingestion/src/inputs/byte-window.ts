import { isUtf8 } from 'node:buffer';

/**
 * The last bytes of a stream, addressed by their offset in the stream, from which the text of a record is extracted.
 */
export class ByteWindow {
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  /** Every byte before this offset is in a chunk of valid UTF-8. */
  #doubtfulFrom = Number.POSITIVE_INFINITY;

  /** Offset of the byte after the last one. */
  get end(): number {
    return this.#start + this.#bytes.length;
  }

  /** Adds the next bytes of the stream. */
  append(chunk: Buffer): void {
    // A character split by a chunk boundary looks like a fault; records are then checked one by one.
    if (!isUtf8(chunk)) this.#doubtfulFrom = Math.min(this.#doubtfulFrom, this.end);
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
  }

  /** Forgets the bytes before an offset. */
  dropBefore(offset: number): void {
    this.#bytes = this.#bytes.subarray(Math.max(0, offset - this.#start));
    this.#start = Math.max(offset, this.#start);
    if (isUtf8(this.#bytes)) this.#doubtfulFrom = Number.POSITIVE_INFINITY;
  }

  /** The bytes from one offset up to another, exclusive. */
  slice(from: number, to: number): Buffer {
    return this.#bytes.subarray(from - this.#start, to - this.#start);
  }

  /** Whether the bytes from one offset up to another, exclusive, are UTF-8. */
  isText(from: number, to: number): boolean {
    return to <= this.#doubtfulFrom || isUtf8(this.slice(from, to));
  }
}
