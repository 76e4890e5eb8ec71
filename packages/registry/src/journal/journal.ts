import type { ArtifactStore, Clock } from '@dqs/core';
import { Journal as SealedJournal, type Decision as DecisionOf, type JournalFormat } from '@dqs/core/journal';

import { corrupt } from '../errors.js';
import { KEYS } from '../layout.js';
import { ENTRY_SCHEMA_VERSION, parseEntry, type Entry, type EntryBody } from './entries.js';
import { readSnapshot, writeSnapshot } from './snapshot.js';
import type { ModelState } from './state.js';
import { withEntry } from './with-entry.js';

/** Entries after which the state is saved again. */
const SNAPSHOT_EVERY = 64;

/** Decides from the state of a model what to write. */
export type Decision = DecisionOf<ModelState, EntryBody>;

/** What the journal of a model holds, and where. */
export function journalFormat(store: ArtifactStore, place: string): JournalFormat<ModelState, Entry, EntryBody> {
  return {
    key: (number) => KEYS.entry(place, number),
    compose: ({ number, previous, id, at, by }, body) => ({
      schemaVersion: ENTRY_SCHEMA_VERSION,
      model: place,
      number,
      previous,
      id,
      at,
      by,
      body,
    }),
    parse: (document, { key, number }) => parseEntry(document, { key, model: place, number }),
    damaged: corrupt,
    withEntry,
    load: async () => savedUpTo(await readSnapshot(store, place)),
    saveEvery: SNAPSHOT_EVERY,
    save: async (state) => {
      await writeSnapshot(store, state);
      return savedUpTo(state);
    },
  };
}

function savedUpTo(state: ModelState) {
  return { state, entries: state.entries };
}

/** The history of a model. */
export class Journal extends SealedJournal<ModelState, Entry, EntryBody> {
  constructor(store: ArtifactStore, place: string, clock: Clock) {
    super(store, journalFormat(store, place), clock);
  }
}
