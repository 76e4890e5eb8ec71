import { isUtf8 } from 'node:buffer';

/** The longest incomplete character a chunk can end with. */
const MAX_PARTIAL_BYTES = 3;

/** Checks that bytes arriving in chunks are UTF-8; a character may span chunks. */
export class Utf8Scan {
  #isValid = true;
  #carry: Buffer = Buffer.alloc(0);

  /** Scans the next bytes. */
  add(chunk: Buffer): void {
    if (!this.#isValid) return;
    const bytes = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    const end = wholeCharacters(bytes);
    this.#isValid = isUtf8(bytes.subarray(0, end));
    this.#carry = Buffer.from(bytes.subarray(end));
  }

  /** Ends the scan: whether all bytes are UTF-8. */
  isValid(): boolean {
    return this.#isValid && this.#carry.length === 0;
  }
}

/** Length without an incomplete character at the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(MAX_PARTIAL_BYTES, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return lengthOf(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function lengthOf(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}
