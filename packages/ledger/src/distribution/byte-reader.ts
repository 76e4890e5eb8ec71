import { DqsError } from '@dqs/core';

/** Shifts of the bytes of a number: five of seven bits are enough for 31. */
const LAST_SHIFT = 28;

/** Reads what a {@link ByteWriter} wrote, a stretch at a time. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #start = 0;
  #at = 0;
  #end = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** What is read next lies from `start` to before `end`. */
  moveTo(start: number, end: number): void {
    this.#start = this.#at = start;
    this.#end = end;
  }

  readNumber(): number {
    let value = 0;
    for (let shift = 0; shift <= LAST_SHIFT; shift += 7) {
      const byte = this.#next();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw this.#damaged();
  }

  readCode(): number {
    return this.#next() | (this.#next() << 8) | (this.#next() << 16);
  }

  /** @throws DqsError `ledger-corrupt` if something is left, or what was read makes no sense. */
  assertDone(makesSense: boolean): void {
    if (this.#at !== this.#end || !makesSense) throw this.#damaged();
  }

  #next(): number {
    if (this.#at >= this.#end) throw this.#damaged();
    return this.#bytes[this.#at++]!;
  }

  #damaged(): DqsError {
    const stretch = `${this.#end - this.#start} bytes at ${this.#start}`;
    const message = `expected a packed distribution in the ledger, found ${stretch} that are none; restore a backup`;
    return new DqsError('ledger-corrupt', message);
  }
}
