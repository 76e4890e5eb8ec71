import { DqsError } from '@dqs/core';

import { dictionary, type Dictionary } from '../dictionary.js';
import type { Entry, ModelTagged, Noted, Tagged } from '../journal/entries.js';
import type { ModelJournal } from '../journal/named-journal.js';
import type { ModelState } from '../journal/state.js';
import { withTags } from '../journal/with-entry.js';
import { selectVersion } from '../reference.js';
import { assertNote, assertReason, assertTags, MAX_TAGS } from '../texts.js';

/** Changes to tags: a text sets one, null removes it. */
export interface TagRequest {
  readonly tags: Readonly<Record<string, string | null>>;
  readonly by: string;
  /** The reason, for the history. */
  readonly reason?: string;
}

/** The new note; null for none. */
export interface NoteRequest {
  readonly note: string | null;
  readonly by: string;
  /** The reason, for the history. */
  readonly reason?: string;
}

/**
 * Changes the tags of a version, or of the model itself.
 *
 * @param selector undefined for the model.
 * @throws DqsError `invalid-argument` for invalid names and texts, `version-unknown`.
 */
export async function tag(
  journal: ModelJournal,
  selector: string | undefined,
  request: TagRequest,
): Promise<Entry<Tagged | ModelTagged>> {
  const { by, reason } = request;
  assertTags(request.tags);
  assertReason(reason);
  const tags = dictionary(Object.entries(request.tags));
  const entry = await journal.append((state) => {
    const summary = selector === undefined ? undefined : selectVersion(state, selector);
    assertCount((summary ?? state).tags, tags);
    return summary
      ? { kind: 'tagged', version: summary.version, tags, reason }
      : { kind: 'model-tagged', tags, reason };
  }, by);
  return entry as Entry<Tagged | ModelTagged>;
}

/**
 * Replaces the note of a version, or of the model itself; the journal keeps earlier ones.
 *
 * @param selector undefined for the model.
 * @throws DqsError `invalid-argument` for a note that is too long, `version-unknown`.
 */
export async function note(
  journal: ModelJournal,
  selector: string | undefined,
  request: NoteRequest,
): Promise<Entry<Noted>> {
  const { by, reason } = request;
  assertNote(request.note);
  assertReason(reason);
  const entry = await journal.append((state) => {
    const version = selector === undefined ? null : selectVersion(state, selector).version;
    return { kind: 'noted', version, note: request.note, reason };
  }, by);
  return entry as Entry<Noted>;
}

/** The note of a version, or of the model itself; null if there is none. */
export async function noteOf(journal: ModelJournal, state: ModelState, version?: string): Promise<string | null> {
  const number =
    version === undefined ? state.noted : state.versions.find((summary) => summary.version === version)?.noted;
  if (number === null || number === undefined) return null;
  const { body } = await journal.entry(number);
  return body.kind === 'noted' || body.kind === 'registered' ? (body.note ?? null) : null;
}

function assertCount(tags: Dictionary<string>, changes: Dictionary<string | null>): void {
  const count = Object.keys(withTags(tags, changes)).length;
  if (count <= MAX_TAGS) return;
  throw new DqsError('invalid-argument', `expected at most ${MAX_TAGS} tags, got ${count} with the new ones`);
}
