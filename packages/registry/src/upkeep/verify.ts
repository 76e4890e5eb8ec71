import { isDqsError, throwIfAborted, type ArtifactStore, type ProgressListener } from '@dqs/core';

import { readEntry, type Entry, type Registered } from '../journal/entries.js';
import { packSnapshot, readSnapshot } from '../journal/snapshot.js';
import { emptyState, withEntry, type ModelState } from '../journal/state.js';
import { KEYS } from '../layout.js';
import { unseal } from '../sealed.js';
import { readFile } from '../versions/files.js';

/** Something that is not as it was written. */
export interface RegistryProblem {
  /** The artifact it is about. */
  readonly key: string;
  readonly problem: string;
}

/** What a check of everything found. */
export interface VerifyReport {
  readonly model: string;
  readonly entries: number;
  /** Versions whose files were read; retired ones have none. */
  readonly versions: number;
  readonly files: number;
  readonly bytes: number;
  /** Hash of the last entry, which stands for the whole history: kept elsewhere, it shows later whether the end was cut. */
  readonly head: string;
  readonly problems: readonly RegistryProblem[];
}

/** What the caller hands in for long work. */
export interface VerifyHooks {
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/**
 * Reads everything that belongs to a model and compares it: each journal entry with its seal and with the one before, the
 * snapshot with the journal, each file with its hash. Nothing is changed, and a problem does not end the search.
 */
export async function verifyModel(store: ArtifactStore, model: string, hooks: VerifyHooks = {}): Promise<VerifyReport> {
  const problems: RegistryProblem[] = [];
  const note = async <T>(key: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!isDqsError(error) || !['registry-corrupt', 'artifact-not-found'].includes(error.code)) throw error;
      const { key: at = key, problem = error.message } = error.details as Partial<RegistryProblem>;
      problems.push({ key: at, problem });
      return undefined;
    }
  };
  await note(KEYS.model(model), async () => unseal((await store.get(KEYS.model(model))).content, KEYS.model(model)));
  const snapshot = await note(KEYS.snapshot(model), () => readSnapshot(store, model));
  const { state, versions } = await checkJournal(store, model, { note, problems, snapshot, ...hooks });
  const removed = new Set(state.versions.filter(({ isRemoved }) => isRemoved).map(({ version }) => version));
  const present = versions.filter(({ body }) => !removed.has(body.version));
  const { files, bytes } = await checkFiles(store, model, present, { note, ...hooks });
  const { entries, head } = state;
  return { model, entries, versions: present.length, files, bytes, head, problems };
}

type Note = <T>(key: string, work: () => Promise<T>) => Promise<T | undefined>;

interface JournalCheck {
  readonly note: Note;
  readonly problems: RegistryProblem[];
  /** Undefined where it cannot be read. */
  readonly snapshot: ModelState | undefined;
}

async function checkJournal(
  store: ArtifactStore,
  model: string,
  { note, problems, snapshot, signal }: VerifyHooks & JournalCheck,
) {
  let state: ModelState = emptyState(model);
  const versions: Entry<Registered>[] = [];
  const last = Number((await store.list(KEYS.journal(model))).at(-1)?.split('/').at(-1) ?? 0);
  for (let number = 1; number <= last; number += 1) {
    throwIfAborted(signal);
    const key = KEYS.entry(model, number);
    const read = await note(key, async () => readEntry((await store.get(key)).content, { key, model, number }));
    if (!read) {
      // Its hash is unknown now, so that nothing can be said of whether the next one follows it.
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
    if (snapshot?.entries === number) checkSnapshot(snapshot, state, problems);
    if (read.entry.body.kind === 'registered') versions.push(read.entry as Entry<Registered>);
  }
  return { state, versions };
}

/** A snapshot is right where it is what the journal gives at its entry; one that lags behind is fine. */
function checkSnapshot(snapshot: ModelState, state: ModelState, problems: RegistryProblem[]): void {
  // Where the journal is damaged up to here, nothing can be said of the snapshot.
  if (problems.length > 0 || packSnapshot(state).hash === packSnapshot(snapshot).hash) return;
  const problem = `it is not what the journal says up to entry ${state.entries}; delete it, it is made anew`;
  problems.push({ key: KEYS.snapshot(state.model), problem });
}

async function checkFiles(
  store: ArtifactStore,
  model: string,
  versions: readonly Entry<Registered>[],
  { note, signal, onProgress }: VerifyHooks & { readonly note: Note },
) {
  let files = 0;
  let bytes = 0;
  for (const [done, { body }] of versions.entries()) {
    throwIfAborted(signal);
    onProgress?.({ stage: 'verify', done, total: versions.length, unit: 'versions' });
    for (const [name, expected] of Object.entries(body.files)) {
      const key = KEYS.file(model, body.upload, name);
      await note(key, () => readFile(store, key, expected));
      files += 1;
      bytes += expected.bytes;
    }
  }
  return { files, bytes };
}
