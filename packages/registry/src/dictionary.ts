import { namedValues } from '@dqs/core';
import { z } from 'zod';

/**
 * Values by names that come from outside. It has no prototype, so `constructor` and `__proto__` are names like any
 * other; in a plain object the first always exists and the second vanishes.
 */
export type Dictionary<T> = Readonly<Record<string, T>>;

/** The values by name; if a name occurs twice, the last one wins. */
export function dictionary<T>(entries: Iterable<readonly [string, T]> = []): Dictionary<T> {
  const values = namedValues<T>();
  for (const [name, value] of entries) values[name] = value;
  return values;
}

/** The empty dictionary, shared because thousands of versions have no tags. */
export const EMPTY: Dictionary<never> = Object.freeze(dictionary<never>());

/** A copy with the value added or replaced; undefined removes the name. */
export function withValue<T>(values: Dictionary<T>, name: string, value: T | undefined): Dictionary<T> {
  const others = Object.entries(values).filter(([other]) => other !== name);
  return dictionary(value === undefined ? others : [...Object.entries(values), [name, value] as const]);
}

/** A JSON object as a {@link Dictionary}; `z.record` leaves `__proto__` out. */
export function dictionaryOf<T extends z.ZodType>(type: T) {
  return z.transform((input: unknown, context): Dictionary<z.output<T>> => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      context.issues.push({ code: 'custom', input, message: 'expected an object' });
      return z.NEVER;
    }
    const entries = Object.entries(input).map(([name, value]) => {
      const result = type.safeParse(value);
      for (const issue of result.error?.issues ?? []) {
        context.issues.push({ code: 'custom', input: value, message: issue.message, path: [name, ...issue.path] });
      }
      return [name, result.data as z.output<T>] as const;
    });
    return dictionary(entries);
  });
}
