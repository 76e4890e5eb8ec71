import { contentIfPresent, DqsError, type ArtifactStore } from '@dqs/core';
import { seal, unseal, type SavedState } from '@dqs/core/journal';

import { isDelivered, parseEntry, type Delivered, type DeliveryEntry } from './entries.js';
import { inBatches } from './in-batches.js';
import { damaged, KEYS, PAGE } from './layout.js';
import { NO_CHECKPOINT, rebased, stateAt, type Checkpoint, type DeliveriesState } from './state.js';

/** Layout version of checkpoint, pages and ids; any other is ignored, since all of it follows from the entries. */
const SCHEMA_VERSION = 1;

/**
 * Pages, ids and checkpoint: what lets a new delivery, and a list, be as fast in a long journal as in a short one. Saved
 * every {@link PAGE} entries, pages and ids before the checkpoint that says they are there, so that a process may die
 * anywhere in between.
 */
export class SavedIndex {
  readonly #store: ArtifactStore;

  constructor(store: ArtifactStore) {
    this.#store = store;
  }

  /** The state at the checkpoint. */
  async load(): Promise<SavedState<DeliveriesState>> {
    const base = ((await this.#read(KEYS.checkpoint)) as { checkpoint: Checkpoint } | undefined)?.checkpoint;
    return { state: stateAt(base ?? NO_CHECKPOINT), entries: base?.entries ?? 0 };
  }

  /** Saves all full pages of a state. */
  async save(state: DeliveriesState): Promise<SavedState<DeliveriesState>> {
    const entries = state.entries - (state.entries % PAGE);
    const { base, recent } = state;
    const full = recent.slice(0, entries - base.entries).map(({ entry }) => entry);
    const newest = new Map(full.filter(isDelivered).map((entry) => [entry.body.delivery, entry]));
    await inBatches([...newest.values()], (entry) => this.#saveId(entry));
    for (let start = 0; start < full.length; start += PAGE) await this.#savePage(full.slice(start, start + PAGE));
    const next = rebased(state, entries);
    await this.#store.put(KEYS.checkpoint, sealed({ checkpoint: next.base }));
    return { state: next, entries };
  }

  /** The newest version of a delivery among the entries up to the checkpoint, or a still newer one. */
  async newest(id: string): Promise<DeliveryEntry<Delivered> | undefined> {
    const key = KEYS.id(id);
    const found = (await this.#read(key)) as { entry: DeliveryEntry } | undefined;
    if (found === undefined) return undefined;
    const entry = parseEntry(found.entry, { key, number: found.entry?.number });
    if (isDelivered(entry) && entry.body.delivery === id) return entry;
    throw damaged(key, 'it is about another delivery; delete it and the checkpoint, they will be rebuilt');
  }

  /** The entries of a page, from 0; undefined if it is not there. */
  async page(number: number): Promise<readonly DeliveryEntry[] | undefined> {
    const key = KEYS.page(number);
    const found = (await this.#read(key)) as { entries: readonly DeliveryEntry[] } | undefined;
    if (found === undefined) return undefined;
    const isWhole = found.entries.length === PAGE && found.entries[0]!.number === number * PAGE + 1;
    if (!isWhole) throw damaged(key, 'it holds other entries than its number says; delete it');
    return found.entries;
  }

  async #savePage(entries: readonly DeliveryEntry[]): Promise<void> {
    await this.#store.put(KEYS.page((entries[0]!.number - 1) / PAGE), sealed({ entries }));
  }

  /** An id's entry only ever moves forwards, whichever of two writers is later. */
  async #saveId(entry: DeliveryEntry<Delivered>): Promise<void> {
    const key = KEYS.id(entry.body.delivery);
    for (;;) {
      const head = await this.#store.head(key);
      const known = head && ((await this.#read(key)) as { entry: DeliveryEntry } | undefined);
      if (known && known.entry.number >= entry.number) return;
      try {
        await this.#store.put(key, sealed({ entry }), head ? { ifMatch: head.etag } : { ifNoneMatch: '*' });
        return;
      } catch (error) {
        if (!DqsError.is(error) || error.code !== 'artifact-conflict') throw error;
      }
    }
  }

  /** The document under a key; undefined for nothing, and for another layout version. */
  async #read(key: string): Promise<object | undefined> {
    const content = await contentIfPresent(this.#store, key);
    if (content === undefined) return undefined;
    const document = unseal(content, key, damaged).document as { readonly schemaVersion?: number } | null;
    return document?.schemaVersion === SCHEMA_VERSION ? document : undefined;
  }
}

function sealed(document: object): Uint8Array {
  return seal({ schemaVersion: SCHEMA_VERSION, ...document }).bytes;
}
