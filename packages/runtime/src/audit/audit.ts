import type { AlertingStore } from '@dqs/alerting';
import { DqsError, type ArtifactStore, type Clock, type Logger } from '@dqs/core';
import {
  AuditJournal,
  EMPTY_LOG,
  logEnd,
  nextEntry,
  type AuditEvent,
  type AuditOutcome,
  type JsonValue,
} from '@dqs/core/audit';
import type { PostgresAuditStore, StoreDatabase, WorkDatabase } from '@dqs/store';

import type { loadStorePackage } from '../stores/open-database.js';
import { StorePatience } from '../stores/store-patience.js';
import { AUDIT_SCHEMAS } from './actions.js';

/** An act of somebody; how it ends is not known yet. */
export type AuditedAct = Omit<AuditEvent, 'outcome' | 'closes'>;

/** How an act ended that did not throw, and what is known only since. */
export interface ActEnd {
  /** @default done */
  readonly outcome?: Extract<AuditOutcome, 'done' | 'denied' | 'failed'>;
  readonly targets?: AuditEvent['targets'];
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

/** What the audit log of a store is made of. */
export interface AuditParts {
  readonly store: Awaited<ReturnType<typeof loadStorePackage>>;
  readonly database: StoreDatabase;
  /** Where the journal is that follows; undefined for none. */
  readonly artifacts: ArtifactStore | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An entry as it was to be added. */
interface MadeEntry {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** What stands for a refusal: the act was not allowed. */
const DENIED = new Set(['access-denied', 'access-unknown']);
/** What the driver of the database calls a transaction. */
type Transaction = Parameters<Parameters<WorkDatabase['transaction']>[0]>[0];

/**
 * The audit log of a store: an entry for each act, done, denied or failed. The entry of a change in the database is part of its
 * transaction; other acts are begun in the log before they are done. A sealed journal beside the database follows.
 */
export class Audit {
  /** The entries. */
  readonly entries: PostgresAuditStore;
  /** What follows them; undefined for none. */
  readonly journal: AuditJournal | undefined;
  readonly #parts: AuditParts;
  readonly #patience = new StorePatience();
  #following: Promise<void> | undefined;

  constructor(parts: AuditParts) {
    this.#parts = parts;
    this.entries = new parts.store.PostgresAuditStore(parts.database);
    this.journal = parts.artifacts && new AuditJournal(parts.artifacts, parts.clock);
  }

  /**
   * Records what has ended, such as a refusal. A database that is away for a moment is waited for: an act elsewhere that is done and
   * cannot be recorded would look interrupted.
   *
   * @returns the number of its entry.
   * @throws DqsError `invalid-argument` for an event that says too little or too much; `audit-corrupt` if the last entry is none.
   */
  async record(event: AuditEvent): Promise<number> {
    let made: MadeEntry | undefined;
    const add = async () => {
      // The one that was being committed when the server ended may be there.
      if (made && (await this.#isThere(made))) return made;
      return this.#parts.database.transaction(async (tx) => (made = await this.#add(tx, event)));
    };
    const { number } = await this.#patience.ask(add, { settlesDoubt: true });
    await this.follow();
    return number;
  }

  /**
   * Does a change of the database: it and its entry are there, or neither is. One that fails is recorded by itself.
   *
   * @param work makes its change in one transaction of the database that it is given.
   * @param also what else is changed in that transaction, before the entry.
   */
  async change<T>(
    act: AuditedAct,
    work: (database: WorkDatabase) => Promise<T>,
    also?: (tx: Transaction) => Promise<void>,
  ): Promise<T> {
    const { database, store } = this.#parts;
    let isThere = false;
    const last = async (tx: Transaction) => {
      await also?.(tx);
      await this.#add(tx, { ...act, outcome: 'done' });
    };
    try {
      return await work(store.endingWith(database, last, () => (isThere = true)));
    } catch (error) {
      if (!isThere) await this.#recordFailure(act, error);
      throw error;
    } finally {
      if (isThere) await this.follow();
    }
  }

  /** As {@link change}, of what alerting remembers. */
  changeAlerting<T>(
    act: AuditedAct,
    work: (alerting: AlertingStore<unknown>) => Promise<T>,
    also?: (tx: Transaction) => Promise<void>,
  ): Promise<T> {
    const { PostgresAlertingStore } = this.#parts.store;
    const within = (database: WorkDatabase) =>
      work(new PostgresAlertingStore(database) as unknown as AlertingStore<unknown>);
    return this.change(act, within, also);
  }

  /**
   * Does an act elsewhere: an entry says that it has begun, another one how it ended. One that has only begun was interrupted.
   *
   * @param ended how it ended, if it did not throw.
   */
  async around<T>(act: AuditedAct, work: () => Promise<T>, ended: (result: T) => ActEnd = () => ({})): Promise<T> {
    const closes = await this.record({ ...act, outcome: 'begun' });
    let result: T;
    try {
      result = await work();
    } catch (error) {
      await this.#recordFailure({ ...act, closes }, error);
      throw error;
    }
    await this.record({ ...act, outcome: 'done', closes, ...ended(result) });
    return result;
  }

  /**
   * Lets the journal follow. What goes wrong is logged: the entries are in the database, and the next call copies them.
   *
   * @returns once all entries are copied that were there at the call.
   */
  async follow(): Promise<void> {
    const { journal } = this;
    if (journal === undefined) return;
    // One that is under way may have read the log before the last entry.
    const before = this.#following;
    const mine = (async () => {
      await before;
      await journal.follow(this.entries);
    })().catch((error: unknown) => {
      const { message } = error as Error;
      this.#parts.logger.warn({ error: message }, 'the journal of the audit log does not follow yet');
    });
    this.#following = mine;
    await mine;
  }

  async #recordFailure(act: AuditedAct & Pick<AuditEvent, 'closes'>, error: unknown): Promise<void> {
    const outcome = DqsError.is(error) && DENIED.has(error.code) ? 'denied' : 'failed';
    try {
      await this.record({ ...act, outcome });
    } catch (cause) {
      // Whoever acts hears why the act failed.
      const { message } = cause as Error;
      this.#parts.logger.error({ action: act.action, error: message }, 'a failed act could not be recorded');
    }
  }

  async #add(tx: Transaction, event: AuditEvent): Promise<MadeEntry> {
    let made: MadeEntry | undefined;
    await this.entries.appendIn(tx, (last) => {
      const end = last === undefined ? EMPTY_LOG : logEnd(last.number, last.bytes);
      const bytes = nextEntry(event, AUDIT_SCHEMAS.get(event.action), end, this.#parts.clock.now());
      made = { number: end.number + 1, bytes };
      return bytes;
    });
    return made!;
  }

  /** Each entry goes on from the one before: none of another act has the same bytes. */
  async #isThere({ number, bytes }: MadeEntry): Promise<boolean> {
    const [found] = await this.entries.read(number, 1);
    return found !== undefined && Buffer.compare(found, bytes) === 0;
  }
}
