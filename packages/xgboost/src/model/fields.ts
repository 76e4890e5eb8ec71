import { describe, invalidModel } from '../errors.js';

/** Reading untrusted parts of a model: each function returns the expected value or throws `invalid-model`. */
export type Fields = Readonly<Record<string, unknown>>;

export function objectAt(where: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)) {
    return value as Fields;
  }
  throw invalidModel(where, `expected an object, got ${describe(value)}`);
}

export function arrayAt(where: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  // An empty array has no element type in UBJSON.
  if (ArrayBuffer.isView(value) && value.byteLength === 0) return [];
  throw invalidModel(where, `expected an array, got ${describe(value)}`);
}

/** Numbers (booleans count as 0 and 1); `length` is checked if given. */
export function numbersAt(where: string, value: unknown, length?: number): ArrayLike<number> {
  const numbers = toNumbers(where, value);
  if (length === undefined || numbers.length === length) return numbers;
  throw invalidModel(where, `expected ${length} numbers, got ${numbers.length}`);
}

function toNumbers(where: string, value: unknown): ArrayLike<number> {
  if (value instanceof Float32Array || value instanceof Int32Array) return value;
  const items = arrayAt(where, value);
  const wrong = items.findIndex((item) => typeof item !== 'number' && typeof item !== 'boolean');
  if (wrong < 0) return items.map(Number);
  throw invalidModel(`${where}[${wrong}]`, `expected a number, got ${describe(items[wrong])}`);
}

export function stringAt(where: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw invalidModel(where, `expected a string, got ${describe(value)}`);
}

/** A whole number from `low` to `high`, which XGBoost writes as text. */
export function countAt(where: string, value: unknown, low: number, high: number): number {
  const count = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof count === 'number' && Number.isInteger(count) && count >= low && count <= high) return count;
  throw invalidModel(where, `expected a whole number from ${low} to ${high}, got ${describe(value)}`);
}
