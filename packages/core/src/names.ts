/**
 * False for an object with its own key `__proto__`, as JSON allows: record schemas skip it, so it would silently
 * vanish.
 */
export function keepsAllNames(value: unknown): boolean {
  return typeof value !== 'object' || value === null || !Object.hasOwn(value, '__proto__');
}

/** The message of a schema if {@link keepsAllNames} fails. */
export const NAME_NOT_KEPT = 'expected names other than "__proto__", which cannot be stored';

/** An object made by {@link namedValues}. */
export type NamedValues<T> = Record<string, T>;

/** An empty object for keys from external input: `constructor` or `__proto__` are keys like any other. */
export function namedValues<T>(): NamedValues<T> {
  return Object.create(null) as NamedValues<T>;
}

/** Maximum number of names in a message, and of characters of each. */
const MOST_LISTED = 20;
const MOST_CHARACTERS = 80;

/** External names for a message: quoted, so that control characters and blanks show, the first twenty of them. */
export function listedNames(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => {
    return JSON.stringify(name.length > MOST_CHARACTERS ? `${name.slice(0, MOST_CHARACTERS)}…` : name);
  });
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
