import { CODE_BYTES } from './chance-code.js';

/** Most bytes of a whole number. */
const NUMBER_BYTES = 5;

/** Bytes written one after the other, into memory that grows. */
export class ByteWriter {
  length = 0;
  #bytes: Uint8Array;

  constructor(size: number) {
    this.#bytes = new Uint8Array(Math.max(size, 64));
  }

  /** A whole number up to 2³¹ − 1 in LEB128: seven bits a byte, the lowest first. */
  writeNumber(value: number): void {
    this.#reserve(NUMBER_BYTES);
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.#bytes[this.length++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.length++] = rest;
  }

  /** Three bytes, the lowest first. */
  writeCode(code: number): void {
    this.#reserve(CODE_BYTES);
    this.#bytes[this.length++] = code & 0xff;
    this.#bytes[this.length++] = (code >>> 8) & 0xff;
    this.#bytes[this.length++] = code >>> 16;
  }

  /** What was written. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }

  #reserve(bytes: number): void {
    if (this.length + bytes <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * this.#bytes.length);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
