import { setTimeout as sleep } from 'node:timers/promises';

import { SYSTEM_CLOCK, type Clock } from '../services.js';
import { auditBatches, type AuditStore } from './audit-store.js';
import type { Checkpoint } from './checkpoint.js';
import { parseAuditEntry, type AuditEntry, type AuditEvent } from './entry.js';
import { leafHash, MerkleTree } from './merkle.js';
import { EMPTY_LOG, newEntryId, nextEntry, throwChanged, type LogEnd } from './next-entry.js';
import type { AuditSchema } from './redact.js';

/** Longest pause before retrying a lost race, in milliseconds. */
const MAX_PAUSE_MS = 100;
/** Entries that one reading returns at most. */
const MAX_READ = 10_000;

/** A log, and what of the states in it may be recorded. */
export interface AuditLogOptions {
  /** Its name in checkpoints, such as `dqs.example.org/audit`. */
  readonly origin: string;
  /** What of `before` and `after` may be recorded, by action; of other actions nothing is. */
  readonly schemas: ReadonlyMap<string, AuditSchema>;
}

/**
 * A log of who did what: each entry names the hash of the one before, and all of them are the leaves of a Merkle tree whose
 * root goes into checkpoints. Any number of writers may share a store. Opening a log reads it once, since its tree is made of
 * every entry.
 *
 * @example
 * const log = new AuditLog(store, { origin: 'dqs.example.org/audit', schemas });
 * await log.append({ actor: { id: 'ann' }, action: 'model.promote', targets: [{ kind: 'model', id: 'orders' }], outcome: 'done' });
 * await anchor.write(signCheckpoint(await log.checkpoint(), signer));
 */
export class AuditLog {
  readonly #store: AuditStore;
  readonly #options: AuditLogOptions;
  readonly #clock: Clock;
  readonly #tree = new MerkleTree();
  #end: LogEnd = EMPTY_LOG;
  /** One catching-up at a time: two at once would add entries twice. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(store: AuditStore, options: AuditLogOptions, clock: Clock = SYSTEM_CLOCK) {
    this.#store = store;
    this.#options = options;
    this.#clock = clock;
  }

  /**
   * Records an event.
   *
   * @throws DqsError `invalid-argument` for an event that says too little or too much; `audit-corrupt` if the entries before
   * it do not follow each other: nothing is added to a log that was changed.
   */
  async append(event: AuditEvent): Promise<AuditEntry> {
    return this.#alone(() => this.#append(event));
  }

  /** What the log holds now, to be signed and written to an anchor. */
  async checkpoint(): Promise<Checkpoint> {
    return this.#alone(async () => {
      await this.#catchUp();
      return { origin: this.#options.origin, size: this.#tree.size, root: this.#tree.root() };
    });
  }

  /**
   * Entries from a number on, at most 10,000. The reading is recorded first: who has looked can be seen by all who look later.
   *
   * @param reader who reads, and in which context.
   */
  async read(
    reader: Pick<AuditEvent, 'actor' | 'context'>,
    from: number,
    count: number,
  ): Promise<readonly AuditEntry[]> {
    const most = Math.min(count, MAX_READ);
    const target = { kind: 'audit', id: `${from}-${from + most - 1}` };
    const { number } = await this.append({ ...reader, action: 'audit.read', targets: [target], outcome: 'done' });
    const read = await this.#store.read(from, Math.min(most, Math.max(0, number - from)));
    return read.map((bytes, i) => parseAuditEntry(bytes) ?? throwChanged(from + i, 'it is no entry'));
  }

  async #append(event: AuditEvent): Promise<AuditEntry> {
    const id = newEntryId();
    for (let attempt = 0; ; attempt += 1) {
      await this.#catchUp();
      const number = this.#end.number + 1;
      const bytes = nextEntry(event, this.#options.schemas.get(event.action), this.#end, this.#clock.now(), id);
      if ((await this.#store.append(number, bytes)) || (await this.#isOurs(number, id))) return this.#add(bytes);
      await sleep(Math.random() * Math.min(2 ** attempt, MAX_PAUSE_MS));
    }
  }

  /** A store whose answer was lost may have written our entry anyway. */
  async #isOurs(number: number, id: string): Promise<boolean> {
    const [bytes] = await this.#store.read(number, 1);
    return bytes !== undefined && parseAuditEntry(bytes)?.id === id;
  }

  async #catchUp(): Promise<void> {
    for await (const batch of auditBatches(this.#store, this.#tree.size + 1))
      batch.forEach((bytes) => this.#add(bytes));
  }

  #add(bytes: Uint8Array): AuditEntry {
    const number = this.#end.number + 1;
    const entry = parseAuditEntry(bytes) ?? throwChanged(number, 'it is no entry');
    if (entry.number !== number || entry.previous !== this.#end.hash) {
      throwChanged(number, `it does not follow entry ${number - 1}`);
    }
    const hash = leafHash(bytes);
    this.#tree.add(hash);
    this.#end = { number, hash, at: entry.at };
    return entry;
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#queue.then(work);
    this.#queue = mine.catch(() => undefined);
    return mine;
  }
}
