import { invalidModel } from '../errors.js';

/** A UBJSON value. Arrays of one number type are read as typed arrays or number arrays. */
export type UbjValue =
  | null
  | boolean
  | number
  | string
  | readonly UbjValue[]
  | Float32Array
  | Int32Array
  | { readonly [key: string]: UbjValue };

const DEEPEST = 200;
const NUMBER_BYTES: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({ i: 1, U: 1, I: 2, l: 4, L: 8, d: 4, D: 8 }),
);

/**
 * Reads UBJSON (draft 12), the binary form of XGBoost's models: big-endian numbers, containers with an optional type
 * and count.
 *
 * @throws XGBoostError `invalid-model` for anything incomplete
 */
export function parseUbjson(bytes: Uint8Array): UbjValue {
  return new Reader(bytes).document();
}

class Reader {
  #at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #text = new TextDecoder();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  document(): UbjValue {
    const value = this.#value(this.#marker(), 0);
    if (this.#at !== this.#bytes.length) this.#fail('bytes after the end');
    return value;
  }

  #value(marker: string, depth: number): UbjValue {
    if (depth > DEEPEST) this.#fail(`more than ${DEEPEST} levels`);
    if (NUMBER_BYTES.has(marker)) return this.#number(marker);
    switch (marker) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case 'S':
        return this.#string();
      case 'Z':
        return null;
      case 'T':
        return true;
      case 'F':
        return false;
      default:
        return this.#fail(`no value begins with ${JSON.stringify(marker)}`);
    }
  }

  #object(depth: number): UbjValue {
    const entries: [string, UbjValue][] = [];
    const { type, count } = this.#header();
    for (let i = 0; count === undefined ? !this.#end('}') : i < count; i += 1) {
      const key = this.#string();
      entries.push([key, this.#value(type ?? this.#marker(), depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  #array(depth: number): UbjValue {
    const { type, count } = this.#header();
    if (type === 'd' && count !== undefined) return this.#floats(count);
    if (type === 'l' && count !== undefined) return this.#integers(count);
    const items: UbjValue[] = [];
    for (let i = 0; count === undefined ? !this.#end(']') : i < count; i += 1) {
      items.push(this.#value(type ?? this.#marker(), depth + 1));
    }
    return items;
  }

  #floats(count: number): Float32Array {
    const at = this.#take(count * 4);
    return Float32Array.from({ length: count }, (_, i) => this.#view.getFloat32(at + i * 4));
  }

  #integers(count: number): Int32Array {
    const at = this.#take(count * 4);
    return Int32Array.from({ length: count }, (_, i) => this.#view.getInt32(at + i * 4));
  }

  /** `$type` and `#count` after the opening of a container. */
  #header(): { type?: string; count?: number } {
    const typed = this.#end('$');
    const type = typed ? this.#marker() : undefined;
    if (!this.#end('#')) return typed ? this.#fail('a type without a count') : {};
    const count = this.#number(this.#marker());
    // Every item of a container takes at least one byte, unless its type has no content.
    if (!Number.isInteger(count) || count < 0 || count > this.#bytes.length) this.#fail('an impossible count');
    return { type, count };
  }

  #string(): string {
    const length = this.#number(this.#marker());
    if (!Number.isInteger(length) || length < 0) this.#fail('a string without a length');
    const at = this.#take(length);
    return this.#text.decode(this.#bytes.subarray(at, at + length));
  }

  #number(marker: string): number {
    const size = NUMBER_BYTES.get(marker);
    if (size === undefined) return this.#fail(`${JSON.stringify(marker)} is not a number type`);
    const at = this.#take(size);
    switch (marker) {
      case 'i':
        return this.#view.getInt8(at);
      case 'U':
        return this.#view.getUint8(at);
      case 'I':
        return this.#view.getInt16(at);
      case 'l':
        return this.#view.getInt32(at);
      case 'L':
        return Number(this.#view.getBigInt64(at));
      case 'd':
        return this.#view.getFloat32(at);
      default:
        return this.#view.getFloat64(at);
    }
  }

  /** Skips a character if it comes next. */
  #end(character: string): boolean {
    if (this.#at < this.#bytes.length && this.#bytes[this.#at] === character.charCodeAt(0)) {
      this.#at += 1;
      return true;
    }
    if (this.#at >= this.#bytes.length) this.#fail('unexpected end');
    return false;
  }

  /** The next marker; `N` is a no-op and is skipped. */
  #marker(): string {
    let marker = 'N';
    while (marker === 'N') marker = String.fromCharCode(this.#bytes[this.#take(1)] as number);
    return marker;
  }

  #take(count: number): number {
    const at = this.#at;
    if (count > this.#bytes.length - at) this.#fail('unexpected end');
    this.#at += count;
    return at;
  }

  #fail(message: string): never {
    throw invalidModel('model', `not UBJSON: ${message} at byte ${this.#at}`);
  }
}
