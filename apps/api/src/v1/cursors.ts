import { requestInvalid } from '../problems/problem.js';
import type { Rows } from '../routes/route.js';

/** The text of a place in a list: where the next page begins. It is the key of a row, so what is added meanwhile moves nothing. */
function cursorText(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

interface Kinds {
  readonly string: string;
  readonly number: number;
}
type KeyOf<K extends readonly (keyof Kinds)[]> = Partial<{ -readonly [I in keyof K]: Kinds[K[I]] }>;

/**
 * The key that a cursor stands for; nothing for the first page, which has no cursor.
 *
 * @param kinds types of its parts.
 * @throws DqsError `request-invalid` for a text that no page of the list has given.
 */
export function cursorKey<const K extends readonly (keyof Kinds)[]>(text: string | undefined, kinds: K): KeyOf<K> {
  if (text === undefined) return [] as unknown as KeyOf<K>;
  const key = parsed(text);
  if (Array.isArray(key) && key.length === kinds.length && key.every((part, i) => typeof part === kinds[i])) {
    return key as unknown as KeyOf<K>;
  }
  throw unknownCursor();
}

/** The error of a cursor that is none of the list. */
export function unknownCursor(): Error {
  const message = 'expected the next_cursor of a page of this list, got another text';
  return requestInvalid([{ pointer: 'query/cursor', message, fix: 'leave it out for the first page' }]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The first of some rows, and the cursor of those that follow them.
 *
 * @param rest what the page begins with; one more than fits in it tells that another one follows.
 */
export function firstPage<T>(
  rest: readonly T[],
  limit: number,
  keyOf: (one: T) => readonly (string | number)[],
): { readonly page: readonly T[]; readonly next: string | null } {
  const page = rest.slice(0, limit);
  return { page, next: rest.length > limit ? cursorText(keyOf(page.at(-1)!)) : null };
}

/** A page of what has names: it begins after the one that the cursor names. */
export function pageBy<T>(
  all: readonly T[],
  nameOf: (one: T) => string,
  fieldsOf: (one: T) => Readonly<Record<string, unknown>>,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): Rows {
  const [after] = cursorKey(cursor, ['string']);
  const from = after === undefined ? 0 : all.findIndex((one) => nameOf(one) === after) + 1;
  const isGone = after !== undefined && from === 0;
  const { page, next } = firstPage(isGone ? [] : all.slice(from), limit, (one) => [nameOf(one)]);
  return { rows: page.map(fieldsOf), next };
}
