import { DqsError } from '@dqs/core';

/** Maximum characters of a note or a reason: about three pages. */
const MAX_PROSE = 10_000;
/** Maximum characters of a tag value. */
const MAX_TAG_VALUE = 1000;
/** Maximum number of tags of a version or a model. */
export const MAX_TAGS = 100;
const TAG_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.:/-]{0,63}$/u;

/**
 * Checks changes to tags: at least one; names of 1 to 64 letters, digits and `_ . : / -` (of any script, the first one
 * a letter, a digit or `_`); texts of at most 1,000 characters.
 *
 * @throws DqsError `invalid-argument`.
 */
export function assertTags(tags: Readonly<Record<string, string | null>>): void {
  const entries = Object.entries(tags);
  if (entries.length === 0) throw invalid('at least one tag with a name, such as owner=ann', 'none');
  for (const [name, value] of entries) {
    if (!TAG_NAME.test(name)) {
      throw invalid('tag names of 1 to 64 letters, digits and _ . : / -, such as owner', shown(name));
    }
    if (value !== null && typeof value !== 'string') throw invalid(`a text as the tag ${shown(name)}`, typeof value);
    assertLength(`the tag ${shown(name)}`, value ?? '', MAX_TAG_VALUE);
  }
}

/** Checks a note: at most 10,000 characters. */
export function assertNote(note: string | null | undefined): void {
  assertLength('a note', note ?? '', MAX_PROSE);
}

/** Checks an optional reason: at most 10,000 characters. */
export function assertReason(reason: string | undefined): void {
  assertLength('a reason', reason ?? '', MAX_PROSE);
}

/**
 * Checks a required reason.
 *
 * @param what the action it explains, such as `the rollback`.
 */
export function assertGivenReason(what: string, reason: string): void {
  if (reason.trim() === '') throw invalid(`a reason for ${what}`, 'none: it is recorded');
  assertReason(reason);
}

function assertLength(what: string, text: string, max: number): void {
  if (text.length <= max) return;
  throw invalid(`${what} of at most ${max} characters`, `${text.length}`);
}

function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

function invalid(expected: string, got: string): DqsError {
  return new DqsError('invalid-argument', `expected ${expected}, got ${got}`);
}
