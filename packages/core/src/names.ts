/**
 * False for an object with a key `__proto__` of its own, as JSON can have one: schemas of records pass over it, so that it
 * would vanish without a word.
 */
export function keepsAllNames(value: unknown): boolean {
  return typeof value !== 'object' || value === null || !Object.hasOwn(value, '__proto__');
}

/** What a schema says where {@link keepsAllNames} does not hold. */
export const NAME_NOT_KEPT = 'expected names other than "__proto__", which cannot be kept';

/** An object that {@link namedValues} made. */
export type NamedValues<T> = Record<string, T>;

/** An empty object whose keys are names from elsewhere: one called `constructor` or `__proto__` is like any other. */
export function namedValues<T>(): NamedValues<T> {
  return Object.create(null) as NamedValues<T>;
}

/** Names that a message shows at most, and characters of each. */
const MOST_LISTED = 20;
const MOST_CHARACTERS = 80;

/** Names from elsewhere for a message: quoted, so that control characters and blanks show, the first twenty of them. */
export function listedNames(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => {
    return JSON.stringify(name.length > MOST_CHARACTERS ? `${name.slice(0, MOST_CHARACTERS)}…` : name);
  });
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
