import { describe } from './describe.js';
import type { Reject } from './errors.js';

/** Checks that return the value, or throw an `invalid-argument` error that says where and what arrived. */
export interface ArgumentChecks {
  /** An integer from `low` to `high`. */
  readonly checkInteger: (where: string, value: unknown, low: number, high: number) => number;
  /** A finite number of at least `low`. @default low -Infinity */
  readonly checkNumber: (where: string, value: unknown, low?: number) => number;
  /** A non-empty string without NUL characters, which would end it for a C library. */
  readonly checkString: (where: string, value: unknown) => string;
  /** A plain options object whose keys are all known; a misspelt one is an error with the nearest name. */
  readonly checkOptions: <T extends object>(where: string, value: T | undefined, known: readonly string[]) => T;
  /** One of a list of strings. */
  readonly checkOneOf: <T extends string>(where: string, value: unknown, allowed: readonly T[]) => T;
}

/** @param reject creates the error, in the engine's own class. */
export function argumentChecks(reject: Reject): ArgumentChecks {
  return {
    checkInteger(where, value, low, high) {
      if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value;
      throw reject(where, `expected an integer from ${low} to ${high}, got ${describe(value)}`);
    },
    checkNumber(where, value, low = -Infinity) {
      if (typeof value === 'number' && Number.isFinite(value) && value >= low) return value;
      const range = low === -Infinity ? 'a finite number' : `a finite number of at least ${low}`;
      throw reject(where, `expected ${range}, got ${describe(value)}`);
    },
    checkString(where, value) {
      if (typeof value !== 'string' || value === '') {
        throw reject(where, `expected a non-empty string, got ${describe(value)}`);
      }
      const end = value.indexOf('\0');
      if (end < 0) return value;
      throw reject(where, `expected a string without NUL characters, got one at ${end}`);
    },
    checkOptions(where, value, known) {
      // Without options all of them are missing, which T allows wherever this is called.
      if (value === undefined) return {} as NonNullable<typeof value>;
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw reject(where, `expected an options object, got ${describe(value)}`);
      }
      for (const key of Object.keys(value)) {
        if (!known.includes(key)) throw reject(where, `unknown option "${key}"${suggest(key, known)}`);
      }
      return value;
    },
    checkOneOf<T extends string>(where: string, value: unknown, allowed: readonly T[]) {
      if (typeof value === 'string' && (allowed as readonly string[]).includes(value)) return value as T;
      const hint = typeof value === 'string' ? suggest(value, allowed) : '';
      throw reject(where, `expected one of ${allowed.join(', ')}, got ${describe(value)}${hint}`);
    },
  };
}

/** `; did you mean "x"?` for the nearest known name, or nothing when none is near. */
export function suggest(name: string, known: Iterable<string>): string {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === undefined ? '' : `; did you mean "${best}"?`;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replace, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
