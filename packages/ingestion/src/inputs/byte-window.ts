import { isUtf8 } from 'node:buffer';

/** The last bytes of a stream, addressed by their offset in the whole: what a record's own text is cut from. */
export class ByteWindow {
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  /** Every byte before this offset belongs to a chunk that is UTF-8. */
  #doubtfulFrom = Number.POSITIVE_INFINITY;

  /** Offset of the byte after the last one. */
  get end(): number {
    return this.#start + this.#bytes.length;
  }

  /** Adds the next bytes of the stream. */
  append(chunk: Buffer): void {
    // A character cut by the end of a chunk looks like a fault; records are checked one by one then.
    if (!isUtf8(chunk)) this.#doubtfulFrom = Math.min(this.#doubtfulFrom, this.end);
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
  }

  /** Forgets the bytes before an offset. */
  dropBefore(offset: number): void {
    this.#bytes = this.#bytes.subarray(Math.max(0, offset - this.#start));
    this.#start = Math.max(offset, this.#start);
    if (isUtf8(this.#bytes)) this.#doubtfulFrom = Number.POSITIVE_INFINITY;
  }

  /** The bytes from one offset to before another. */
  slice(from: number, to: number): Buffer {
    return this.#bytes.subarray(from - this.#start, to - this.#start);
  }

  /** Whether the bytes from one offset to before another are UTF-8. */
  isText(from: number, to: number): boolean {
    return to <= this.#doubtfulFrom || isUtf8(this.slice(from, to));
  }
}
