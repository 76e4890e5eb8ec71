import { type ArtifactStore, DqsError, type Hooks, throwIfAborted } from '@dqs/core';

import { readEntry, type Entry, type Registered } from '../journal/entries.js';
import { packSnapshot, readSnapshot } from '../journal/snapshot.js';
import { emptyState, type ModelState } from '../journal/state.js';
import { withEntry } from '../journal/with-entry.js';
import { KEYS } from '../layout.js';
import { placeOfRecord } from '../models/models.js';
import { readFile } from '../versions/files.js';

/** An artifact that has changed since it was written. */
export interface RegistryProblem {
  /** The artifact it is about. */
  readonly key: string;
  readonly problem: string;
}

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
  const note = async <T>(key: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!DqsError.is(error) || !['registry-corrupt', 'artifact-not-found'].includes(error.code)) throw error;
      const { key: at = key, problem = error.message } = error.details as Partial<RegistryProblem>;
      problems.push({ key: at, problem });
      return undefined;
    }
  };
  const snapshot = await note(KEYS.snapshot(place), () => readSnapshot(store, place));
  const { state, versions, heads } = await checkJournal(store, place, { note, problems, snapshot }, hooks);
  const record = state.deleted ? KEYS.former(name) : KEYS.model(name);
  await note(record, async () => placeOfRecord((await store.get(record)).content, record, name));
  checkHead(state, heads, expectHead, problems);
  const removed = new Set(state.versions.filter(({ isRemoved }) => isRemoved).map(({ version }) => version));
  const present = versions.filter(({ body }) => !removed.has(body.version));
  const { files, bytes } = await checkFiles(store, place, present, note, hooks);
  const { entries, head } = state;
  return { model: name, entries, versions: present.length, files, bytes, head, problems };
}

function assertHead(head: string | undefined): void {
  if (head === undefined || /^[0-9a-f]{16,64}$/.test(head)) return;
  throw new DqsError(
    'invalid-argument',
    `expected a head of 16 to 64 hexadecimal digits, as printed by verify and list, got ${JSON.stringify(head.slice(0, 80))}`,
  );
}

function checkHead(
  { place, entries, head }: ModelState,
  heads: readonly string[],
  expected: string | undefined,
  problems: RegistryProblem[],
): void {
  if (expected === undefined || heads.some((known) => known.startsWith(expected))) return;
  const problem =
    `none of the ${entries} entries has the expected head ${expected.slice(0, 16)}: the end of the history was cut off or ` +
    `rewritten; the last entry has the head ${head.slice(0, 16)}`;
  problems.push({ key: KEYS.entry(place, entries), problem });
}

type Note = <T>(key: string, work: () => Promise<T>) => Promise<T | undefined>;

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
  let state: ModelState = emptyState(place);
  const versions: Entry<Registered>[] = [];
  const heads: string[] = [];
  const last = Number((await store.list(KEYS.journal(place))).at(-1)?.split('/').at(-1) ?? 0);
  for (let number = 1; number <= last; number += 1) {
    throwIfAborted(signal);
    const key = KEYS.entry(place, number);
    const read = await note(key, async () => readEntry((await store.get(key)).content, { key, model: place, number }));
    if (!read) {
      // Its hash is unknown, so the link to the next entry cannot be checked.
      state = { ...state, entries: number, head: '' };
      continue;
    }
    if (state.head !== '' && read.entry.previous !== state.head) {
      problems.push({
        key,
        problem: `it does not follow entry ${number - 1}: the history was changed before or at it`,
      });
    }
    state = withEntry(state, read.entry, read.hash);
    heads.push(read.hash);
    if (snapshot?.entries === number) checkSnapshot(snapshot, state, problems);
    if (read.entry.body.kind === 'registered') versions.push(read.entry as Entry<Registered>);
  }
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
