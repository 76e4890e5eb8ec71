/** Longest line between records, in bytes. */
const MAX_LINE_BYTES = 256;

/** Reads lines and records of known size out of a stream, and holds no more of it than one record. */
export class RecordReader {
  readonly #stream: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#stream = stream[Symbol.asyncIterator]();
  }

  /** A line without its end; undefined at the end of the stream. @throws Error if it is too long or has no end. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#rest.indexOf(0x0a);
      if (end >= 0 && end <= MAX_LINE_BYTES) return this.#take(end + 1).toString('latin1', 0, end);
      if (this.#rest.length > MAX_LINE_BYTES) throw new Error('a line is too long');
      if (!(await this.#more())) {
        if (this.#rest.length === 0) return undefined;
        throw new Error('it ends in the middle of a line');
      }
    }
  }

  /** The next bytes. @throws Error if there are fewer. */
  async bytes(size: number): Promise<Buffer> {
    const pieces = [this.#rest];
    let length = this.#rest.length;
    while (length < size) {
      const { done, value } = await this.#stream.next();
      if (done === true) throw new Error('it ends too early');
      pieces.push(value);
      length += value.length;
    }
    this.#rest = Buffer.concat(pieces, length);
    return this.#take(size);
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#stream.next();
    if (done === true) return false;
    this.#rest = Buffer.concat([this.#rest, value]);
    return true;
  }

  #take(size: number): Buffer {
    const taken = this.#rest.subarray(0, size);
    this.#rest = this.#rest.subarray(size);
    return taken;
  }
}
