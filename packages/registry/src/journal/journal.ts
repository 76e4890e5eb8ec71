import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { type ArtifactStore, type Clock, DqsError } from '@dqs/core';

import { corrupt } from '../errors.js';
import { KEYS } from '../layout.js';
import { seal } from '../sealed.js';
import { assertActor } from '../texts.js';
import { ENTRY_SCHEMA_VERSION, readEntry, type Entry, type EntryBody } from './entries.js';
import { readSnapshot, writeSnapshot } from './snapshot.js';
import type { ModelState } from './state.js';
import { withEntry } from './with-entry.js';

/** Entries after which the state is saved again: opening a model reads at most about that many. */
const SNAPSHOT_EVERY = 64;
/** Entries requested at once while catching up: initial and maximum number. */
const FIRST_BATCH = 4;
const MAX_BATCH = 256;
/** Longest pause before retrying a lost race, in milliseconds: many writers retrying at once only hinder each other. */
const MAX_PAUSE_MS = 100;
/** Largest entry in bytes; far more than the facts of any model. */
const MAX_ENTRY_BYTES = 4_000_000;

/** Decides from the state what to write; undefined for nothing. Called again with a newer state after a lost race. */
export type Decision = (state: ModelState) => Promise<EntryBody | undefined> | EntryBody | undefined;

/**
 * The history of a model: a chain of entries, each naming the hash of the one before. An entry is written under the
 * next free number only if nothing is there yet, so one of several concurrent writers wins, and each entry is decided
 * from the state just before it. That one write is the whole operation: it is either done or not, whenever a process
 * dies.
 */
export class Journal {
  readonly #store: ArtifactStore;
  readonly #clock: Clock;
  readonly #place: string;
  #state: ModelState | undefined;
  #snapshotAt = 0;

  constructor(store: ArtifactStore, place: string, clock: Clock) {
    this.#store = store;
    this.#place = place;
    this.#clock = clock;
  }

  /**
   * The state after the last entry.
   *
   * @throws DqsError `registry-corrupt` that names the artifact whose bytes changed, or that breaks the chain.
   */
  async state(): Promise<ModelState> {
    if (this.#state === undefined) {
      this.#state = await readSnapshot(this.#store, this.#place);
      this.#snapshotAt = this.#state.entries;
    }
    for (let batch = FIRST_BATCH; await this.#catchUp(batch); batch = Math.min(2 * batch, MAX_BATCH));
    return this.#state;
  }

  /** An entry by its number, from 1. */
  async entry(number: number): Promise<Entry> {
    const key = KEYS.entry(this.#place, number);
    const found = await this.#read(number);
    if (!found) throw corrupt(key, 'it is missing');
    return found.entry;
  }

  /**
   * Adds the entry that `decide` returns, if any.
   *
   * @param by who does it.
   * @returns the entry as written, undefined if `decide` returned none; errors of `decide` pass through.
   */
  async append(decide: Decision, by: string): Promise<Entry | undefined> {
    assertActor(by);
    const id = randomBytes(8).toString('hex');
    for (let attempt = 0; ; attempt += 1) {
      const state = await this.state();
      const body = await decide(state);
      if (body === undefined) return undefined;
      const entry: Entry = {
        schemaVersion: ENTRY_SCHEMA_VERSION,
        model: this.#place,
        number: state.entries + 1,
        previous: state.head,
        id,
        at: this.#timeAfter(state.at),
        by,
        body,
      };
      if (await this.#write(entry)) return entry;
      await sleep(Math.random() * Math.min(2 ** attempt, MAX_PAUSE_MS));
    }
  }

  /** False if another entry has taken the number. */
  async #write(entry: Entry): Promise<boolean> {
    const { bytes, hash } = seal(entry);
    this.#assertReadable(entry, bytes);
    try {
      await this.#store.put(KEYS.entry(this.#place, entry.number), bytes, { ifNoneMatch: '*' });
    } catch (error) {
      if (!DqsError.is(error) || error.code !== 'artifact-conflict') throw error;
      // A store whose answer was lost may have written our entry anyway.
      const { entry: winner } = (await this.#read(entry.number)) ?? {};
      if (winner?.id !== entry.id) return false;
    }
    this.#apply(entry, hash);
    await this.#saveSometimes();
    return true;
  }

  /** An entry that cannot be read back is never written: it would make the model unreadable forever. */
  #assertReadable({ number }: Entry, bytes: Uint8Array): void {
    if (bytes.byteLength > MAX_ENTRY_BYTES) {
      throw new DqsError(
        'invalid-argument',
        `expected facts and reasons of at most ${MAX_ENTRY_BYTES} bytes in one entry, got ${bytes.byteLength}`,
      );
    }
    try {
      readEntry(bytes, { key: KEYS.entry(this.#place, number), model: this.#place, number });
    } catch (cause) {
      const { problem = String(cause) } = (cause as DqsError).details as { readonly problem?: string };
      throw new DqsError(
        'invalid-argument',
        `expected an entry that the journal can store, got something else: ${problem}`,
        {
          cause,
        },
      );
    }
  }

  async #saveSometimes(): Promise<void> {
    const state = this.#state!;
    if (state.entries - this.#snapshotAt < SNAPSHOT_EVERY) return;
    this.#snapshotAt = state.entries;
    // The entry is written, so the operation is done; without a new snapshot the next reader reads more entries.
    await writeSnapshot(this.#store, state).catch(() => undefined);
  }

  /** Applies an entry, unless another call on this object already has. */
  #apply(entry: Entry, hash: string): void {
    const state = this.#state!;
    if (entry.number <= state.entries) return;
    if (entry.previous !== state.head) {
      const where = KEYS.entry(this.#place, entry.number);
      throw corrupt(where, `it does not follow entry ${state.entries}: the history was changed before or at it`);
    }
    this.#state = withEntry(state, entry, hash);
  }

  /** Reads the next entries; true if there may be more. */
  async #catchUp(batch: number): Promise<boolean> {
    const from = this.#state!.entries + 1;
    const found = await Promise.all(Array.from({ length: batch }, (_, i) => this.#read(from + i)));
    for (const next of found) {
      // Entries after a gap were written after this read began; the next read finds the gap filled.
      if (next === undefined) return false;
      this.#apply(next.entry, next.hash);
    }
    return true;
  }

  async #read(number: number) {
    const key = KEYS.entry(this.#place, number);
    try {
      const { content } = await this.#store.get(key);
      return readEntry(content, { key, model: this.#place, number });
    } catch (error) {
      if (DqsError.is(error) && error.code === 'artifact-not-found') return undefined;
      throw error;
    }
  }

  /** Entry times never run backwards, whatever the writers' clocks say. */
  #timeAfter(last: string): string {
    const now = new Date(this.#clock.now()).toISOString();
    return now > last ? now : last;
  }
}
