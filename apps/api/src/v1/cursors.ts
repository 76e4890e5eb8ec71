import { requestInvalid } from '../problems/problem.js';
import type { Rows } from '../routes/route.js';

/** The text of a place in a list: where the next page begins. It is the key of a row, so what is added meanwhile moves nothing. */
export function cursorText(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * The key that a cursor stands for.
 *
 * @param kinds types of its parts.
 * @throws DqsError `request-invalid` for a text that no page of the list has given.
 */
export function cursorKey(text: string, kinds: readonly ('string' | 'number')[]): readonly (string | number)[] {
  const key = parsed(text);
  if (Array.isArray(key) && key.length === kinds.length && key.every((part, i) => typeof part === kinds[i])) {
    return key as (string | number)[];
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

/** A page of what has names: it begins after the one that the cursor names. */
export function pageBy<T>(
  all: readonly T[],
  nameOf: (one: T) => string,
  fieldsOf: (one: T) => Readonly<Record<string, unknown>>,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): Rows {
  const [after] = cursor === undefined ? [] : cursorKey(cursor, ['string']);
  const from = after === undefined ? 0 : all.findIndex((one) => nameOf(one) === after) + 1;
  const isGone = after !== undefined && from === 0;
  const page = isGone ? [] : all.slice(from, from + limit);
  const isMore = !isGone && from + limit < all.length;
  return { rows: page.map(fieldsOf), next: isMore ? cursorText([nameOf(page.at(-1)!)]) : null };
}
