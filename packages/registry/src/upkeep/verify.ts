import { type ArtifactStore, type Hooks, throwIfAborted } from '@dqs/core';
import { assertHead, headProblem, noteInto, verifyChain, type ArtifactProblem, type Note } from '@dqs/core/journal';

import type { Entry, Registered } from '../journal/entries.js';
import { journalFormat } from '../journal/journal.js';
import { packSnapshot, readSnapshot } from '../journal/snapshot.js';
import { emptyState, type ModelState } from '../journal/state.js';
import { KEYS } from '../layout.js';
import { placeOfRecord } from '../models/models.js';
import { readFile } from '../versions/files.js';

/** An artifact that has changed since it was written. */
export type RegistryProblem = ArtifactProblem;

/** Result of a full check. */
export interface VerifyReport {
  readonly model: string;
  readonly entries: number;
  /** Versions whose files were read; retired ones have none. */
  readonly versions: number;
  readonly files: number;
  readonly bytes: number;
  /**
   * Hash of the last entry, which covers the whole history. Kept elsewhere, it later shows whether the end was cut off.
   */
  readonly head: string;
  readonly problems: readonly RegistryProblem[];
}

/** Options of a check. */
export interface VerifyOptions {
  /**
   * The head returned by an earlier check, or at least its first 16 digits. The last or an older entry must have it;
   * otherwise the end of the history has been cut off or rewritten since.
   */
  readonly expectHead?: string;
}

/** Hooks of a check; progress is told in versions. */
export type VerifyHooks = Pick<Hooks, 'signal' | 'onProgress'>;

/** A model to verify: its name, and where its journal and files are. */
export interface VerifiedModel {
  readonly name: string;
  readonly place: string;
}

/**
 * Reads and verifies everything that belongs to a model: each journal entry against its seal and the entry before, the
 * snapshot against the journal, each file against its hash, and the history against a remembered head. Nothing is
 * changed, and a problem does not stop the check.
 *
 * @throws DqsError `invalid-argument` for an invalid expected head, `aborted`.
 */
export async function verifyModel(
  store: ArtifactStore,
  { name, place }: VerifiedModel,
  { expectHead }: VerifyOptions = {},
  hooks: VerifyHooks = {},
): Promise<VerifyReport> {
  assertHead(expectHead);
  const problems: RegistryProblem[] = [];
  const note = noteInto(problems, 'registry-corrupt');
  const snapshot = await note(KEYS.snapshot(place), () => readSnapshot(store, place));
  const { state, versions, heads } = await checkJournal(store, place, { note, problems, snapshot }, hooks);
  const record = state.deleted ? KEYS.former(name) : KEYS.model(name);
  await note(record, async () => placeOfRecord((await store.get(record)).content, record, name));
  const cutOff = headProblem(state, heads, expectHead);
  if (cutOff !== undefined) problems.push({ key: KEYS.entry(place, state.entries), problem: cutOff });
  const removed = new Set(state.versions.filter(({ isRemoved }) => isRemoved).map(({ version }) => version));
  const present = versions.filter(({ body }) => !removed.has(body.version));
  const { files, bytes } = await checkFiles(store, place, present, note, hooks);
  const { entries, head } = state;
  return { model: name, entries, versions: present.length, files, bytes, head, problems };
}

interface JournalCheck {
  readonly note: Note;
  readonly problems: RegistryProblem[];
  /** Undefined if it cannot be read. */
  readonly snapshot: ModelState | undefined;
}

async function checkJournal(
  store: ArtifactStore,
  place: string,
  { note, problems, snapshot }: JournalCheck,
  { signal }: VerifyHooks,
) {
  const versions: Entry<Registered>[] = [];
  const { state, heads } = await verifyChain(store, journalFormat(store, place), {
    empty: emptyState(place),
    prefix: KEYS.journal(place),
    note,
    problems,
    signal,
    onEntry: (entry, after) => {
      if (snapshot?.entries === entry.number) checkSnapshot(snapshot, after, problems);
      if (entry.body.kind === 'registered') versions.push(entry as Entry<Registered>);
    },
  });
  return { state, versions, heads };
}

/** A snapshot is valid if it equals the journal's state at its entry; one that lags behind is fine. */
function checkSnapshot(snapshot: ModelState, state: ModelState, problems: RegistryProblem[]): void {
  // If the journal is damaged up to here, the snapshot cannot be checked.
  if (problems.length > 0 || packSnapshot(state).hash === packSnapshot(snapshot).hash) return;
  const problem = `it does not match the journal up to entry ${state.entries}; delete it, it will be rebuilt`;
  problems.push({ key: KEYS.snapshot(state.place), problem });
}

async function checkFiles(
  store: ArtifactStore,
  place: string,
  versions: readonly Entry<Registered>[],
  note: Note,
  { signal, onProgress }: VerifyHooks,
) {
  let files = 0;
  let bytes = 0;
  for (const [done, { body }] of versions.entries()) {
    throwIfAborted(signal);
    onProgress?.({ stage: 'verify', done, total: versions.length, unit: 'versions' });
    for (const [name, expected] of Object.entries(body.files)) {
      const key = KEYS.file(place, body.upload, name);
      await note(key, () => readFile(store, key, expected));
      files += 1;
      bytes += expected.bytes;
    }
  }
  return { files, bytes };
}
