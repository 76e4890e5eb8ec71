import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ArtifactStore } from '../artifacts/artifact-store.js';
import { contentIfPresent } from '../artifacts/content-if-present.js';
import { DqsError } from '../errors/dqs-error.js';
import type { Clock } from '../services.js';
import { assertActor } from './actor.js';
import { readEntry, type EntryLink, type JournalFormat, type JournalPosition, type SavedState } from './format.js';
import { seal } from './sealed.js';

/** Entries requested at once while catching up: initial and maximum number. */
const FIRST_BATCH = 4;
const MAX_BATCH = 256;
/** Longest pause before retrying a lost race, in milliseconds: many writers retrying at once only hinder each other. */
const MAX_PAUSE_MS = 100;
/** Largest entry in bytes; far more than any fact needs. */
const MAX_ENTRY_BYTES = 4_000_000;

/** Decides from the state what to write; undefined for nothing. Called again with a newer state after a lost race. */
export type Decision<State, Body> = (state: State) => Promise<Body | undefined> | Body | undefined;

/**
 * A history: a chain of sealed entries, each naming the hash of the one before. An entry is written under the next free
 * number only if nothing is there yet, so one of several concurrent writers wins, and each entry is decided from the
 * state just before it. That one write is the whole operation: it is either done or not, whenever a process dies.
 */
export class Journal<State extends JournalPosition, Entry extends EntryLink, Body> {
  readonly #store: ArtifactStore;
  readonly #format: JournalFormat<State, Entry, Body>;
  readonly #clock: Clock;
  #state: State | undefined;
  #savedAt = 0;

  constructor(store: ArtifactStore, format: JournalFormat<State, Entry, Body>, clock: Clock) {
    this.#store = store;
    this.#format = format;
    this.#clock = clock;
  }

  /**
   * The state after the last entry.
   *
   * @throws DqsError the format's error for damage, that names the artifact whose bytes changed or that breaks the chain.
   */
  async state(): Promise<State> {
    if (this.#state === undefined) this.#takeSaved(await this.#format.load());
    for (let batch = FIRST_BATCH; await this.#catchUp(batch); batch = Math.min(2 * batch, MAX_BATCH));
    return this.#state!;
  }

  /** An entry by its number, from 1. */
  async entry(number: number): Promise<Entry> {
    const found = await this.#read(number);
    if (!found) throw this.#format.damaged(this.#format.key(number), 'it is missing');
    return found.entry;
  }

  /**
   * Adds the entry that `decide` returns, if any.
   *
   * @param by who does it.
   * @returns the entry as written, undefined if `decide` returned none; errors of `decide` pass through.
   */
  async append(decide: Decision<State, Body>, by: string): Promise<Entry | undefined> {
    assertActor(by);
    const id = randomBytes(8).toString('hex');
    for (let attempt = 0; ; attempt += 1) {
      const state = await this.state();
      const body = await decide(state);
      if (body === undefined) return undefined;
      const link = { number: state.entries + 1, previous: state.head, id, at: this.#timeAfter(state.at), by };
      const entry = this.#format.compose(link, body);
      if (await this.#write(entry)) return entry;
      await sleep(Math.random() * Math.min(2 ** attempt, MAX_PAUSE_MS));
    }
  }

  /** False if another entry has taken the number. */
  async #write(entry: Entry): Promise<boolean> {
    const { bytes, hash } = seal(entry);
    this.#assertReadable(entry, bytes);
    try {
      await this.#store.put(this.#format.key(entry.number), bytes, { ifNoneMatch: '*' });
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

  /** An entry that cannot be read back is never written: it would make the journal unreadable forever. */
  #assertReadable({ number }: Entry, bytes: Uint8Array): void {
    if (bytes.byteLength > MAX_ENTRY_BYTES) {
      throw new DqsError(
        'invalid-argument',
        `expected facts and reasons of at most ${MAX_ENTRY_BYTES} bytes in one entry, got ${bytes.byteLength}`,
      );
    }
    try {
      readEntry(this.#format, bytes, number);
    } catch (cause) {
      const { problem = String(cause) } = (cause as DqsError).details as { readonly problem?: string };
      const message = `expected an entry that the journal can store, got something else: ${problem}`;
      throw new DqsError('invalid-argument', message, { cause });
    }
  }

  async #saveSometimes(): Promise<void> {
    const state = this.#state!;
    if (state.entries - this.#savedAt < this.#format.saveEvery) return;
    // Set first: concurrent calls on this object need not save the same.
    this.#savedAt = state.entries;
    // The entry is written, so the operation is done; without a new save the next reader reads more entries.
    const saved = await this.#format.save(state).catch(() => undefined);
    if (saved === undefined) return;
    this.#savedAt = saved.entries;
    if (this.#state === state) this.#state = saved.state;
  }

  #takeSaved({ state, entries }: SavedState<State>): void {
    this.#state = state;
    this.#savedAt = entries;
  }

  /** Applies an entry, unless another call on this object already has. */
  #apply(entry: Entry, hash: string): void {
    const state = this.#state!;
    if (entry.number <= state.entries) return;
    if (entry.previous !== state.head) {
      const problem = `it does not follow entry ${state.entries}: the history was changed before or at it`;
      throw this.#format.damaged(this.#format.key(entry.number), problem);
    }
    this.#state = this.#format.withEntry(state, entry, hash);
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
    const content = await contentIfPresent(this.#store, this.#format.key(number));
    return content && readEntry(this.#format, content, number);
  }

  /** Entry times never run backwards, whatever the writers' clocks say. */
  #timeAfter(last: string): string {
    const now = new Date(this.#clock.now()).toISOString();
    return now > last ? now : last;
  }
}
