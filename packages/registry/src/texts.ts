import { DqsError } from '@dqs/core';

/** Most characters of a note and of a reason: a page or three. */
const MAX_PROSE = 10_000;
/** Most characters of who does something. */
const MAX_ACTOR = 256;
/** Most characters of what a tag says. */
const MAX_TAG_VALUE = 1000;
/** Most tags of a version or a model. */
export const MAX_TAGS = 100;
const TAG_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.:/-]{0,63}$/u;

/**
 * Checks changes of tags: at least one; names of 1 to 64 letters, digits and `_ . : / -` (of any script, the first one a
 * letter, a digit or `_`); texts of at most 1,000 characters.
 *
 * @throws DqsError `invalid-argument`.
 */
export function assertTags(tags: Readonly<Record<string, string | null>>): void {
  const entries = Object.entries(tags);
  if (entries.length === 0) throw invalid('at least one tag with a name, such as owner=ann', 'none');
  for (const [name, value] of entries) {
    if (!TAG_NAME.test(name)) {
      throw invalid('names of tags of 1 to 64 letters, digits and _ . : / -, such as owner', shown(name));
    }
    if (value !== null && typeof value !== 'string') throw invalid(`a text as the tag ${shown(name)}`, typeof value);
    assertLength(`the tag ${shown(name)}`, value ?? '', MAX_TAG_VALUE);
  }
}

/** Checks a note: at most 10,000 characters. */
export function assertNote(note: string | null | undefined): void {
  assertLength('a note', note ?? '', MAX_PROSE);
}

/** Checks who does something: 1 to 256 characters that are not all blanks. */
export function assertActor(by: string): void {
  if (by.trim() === '') throw invalid('a name of who does it', 'none: it is recorded');
  assertLength('a name of who does it', by, MAX_ACTOR);
}

/** Checks a reason that may be left out: at most 10,000 characters. */
export function assertReason(reason: string | undefined): void {
  assertLength('a reason', reason ?? '', MAX_PROSE);
}

/**
 * Checks a reason that must be there.
 *
 * @param what what it is the reason for, such as `the rollback`.
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
