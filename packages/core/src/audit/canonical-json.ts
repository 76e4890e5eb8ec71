import { DqsError } from '../errors/dqs-error.js';

/** What JSON can say. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined };

/** Deepest nesting that is written; no fact needs more. */
const MAX_DEPTH = 64;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The one JSON text of a value by RFC 8785 (JSON Canonicalization Scheme): no blanks, names in the order of their UTF-16 code
 * units, numbers and texts as ECMAScript writes them. Equal values have equal bytes, whoever writes them. Names whose value is
 * undefined are left out.
 *
 * @throws DqsError `invalid-argument` for what JSON cannot say: numbers that are not finite, half characters, more than 64
 * levels.
 */
export function canonicalJson(value: JsonValue): string {
  return write(value, 0);
}

function write(value: JsonValue, depth: number): string {
  if (depth > MAX_DEPTH) throw notJson(`at most ${MAX_DEPTH} levels`, 'more');
  if (typeof value === 'number' && !Number.isFinite(value)) throw notJson('a finite number', String(value));
  if (typeof value === 'string') return text(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((one: JsonValue) => write(one, depth + 1)).join(',')}]`;
  const members = Object.entries(value as Readonly<Record<string, JsonValue | undefined>>)
    .filter((member): member is [string, JsonValue] => member[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${text(name)}:${write(one, depth + 1)}`);
  return `{${members.join(',')}}`;
}

function text(value: string): string {
  if (LONE_SURROGATE.test(value)) throw notJson('a text of whole characters', JSON.stringify(value.slice(0, 80)));
  return JSON.stringify(value);
}

function notJson(expected: string, got: string): DqsError {
  return new DqsError('invalid-argument', `expected ${expected} in a value to be recorded, got ${got}`);
}
