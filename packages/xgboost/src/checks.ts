import { describe, invalidArgument } from './errors.js';

/** An integer from `low` to `high`, or an `invalid-argument` error. */
export function checkInteger(where: string, value: unknown, low: number, high: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value;
  throw invalidArgument(where, `expected an integer from ${low} to ${high}, got ${describe(value)}`);
}

/** A finite number of at least `low`. */
export function checkNumber(where: string, value: unknown, low = -Infinity): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= low) return value;
  const range = low === -Infinity ? 'a finite number' : `a finite number of at least ${low}`;
  throw invalidArgument(where, `expected ${range}, got ${describe(value)}`);
}

/** A string that is not empty. */
export function checkString(where: string, value: unknown): string {
  if (typeof value === 'string' && value.length > 0 && !value.includes('\0')) return value;
  throw invalidArgument(where, `expected a non-empty string, got ${describe(value)}`);
}

/** A plain options object whose keys are all known; a misspelt one is an error with the nearest name. */
export function checkOptions<T extends object>(where: string, value: T | undefined, known: readonly string[]): T {
  if (value === undefined) return {} as T;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidArgument(where, `expected an options object, got ${describe(value)}`);
  }
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw invalidArgument(where, `unknown option "${key}"${suggest(key, known)}`);
  }
  return value;
}

/** One of a list of strings. */
export function checkOneOf<T extends string>(where: string, value: unknown, allowed: readonly T[]): T {
  if (typeof value === 'string' && (allowed as readonly string[]).includes(value)) return value as T;
  const hint = typeof value === 'string' ? suggest(value, allowed) : '';
  throw invalidArgument(where, `expected one of ${allowed.join(', ')}, got ${describe(value)}${hint}`);
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
