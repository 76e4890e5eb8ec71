/** Bytes that grow at their end; its memory is used again for the next output, since fresh pages cost more than a copy. */
export class OutputBuffer {
  #bytes: Buffer;
  #length = 0;

  constructor() {
    this.#bytes = Buffer.allocUnsafeSlow(1024);
  }

  /** Begins anew, with room for about so many bytes. */
  begin(capacity: number): this {
    this.#length = 0;
    this.#reserve(capacity);
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

  /** Adds any text. */
  text(text: string): void {
    this.#reserve(3 * text.length);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** Adds `bytes[start … end − 1]`. */
  copy(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    const own = this.#bytes;
    let at = this.#length;
    for (let i = start; i < end; i += 1) own[at++] = bytes[i]!;
    this.#length = at;
  }

  /** What was added, in memory of its own size. */
  finish(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.#bytes, 0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#length + count, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
