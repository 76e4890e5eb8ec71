import type { AlertingStore } from '@dqs/alerting';
import type { Hooks } from '@dqs/core';
import type { LedgerStore } from '@dqs/ledger';
import type {
  DatabaseAbout,
  DatabaseSize,
  JobHistory,
  JobTotals,
  PostgresEvents,
  PostgresNotices,
  PostgresWebhooks,
  Pruned,
  Retention,
  StoreDatabase,
} from '@dqs/store';

import type { AppHooks } from '../app-hooks.js';
import { verifyAuditOf, type AuditLogReport } from '../audit/audit-reading.js';
import { auditIn } from '../audit/with-audit.js';
import { hasDatabase, loadStorePackage, openDatabase, type DatabaseSettings } from './open-database.js';

type StorePackage = Awaited<ReturnType<typeof loadStorePackage>>;

/** What is kept of an operation in the database of a store. */
export interface OpenedOperation {
  readonly ledger: LedgerStore;
  /** What alerting remembers, with its outbox. */
  readonly alerting: AlertingStore<unknown>;
  /** Its queue of jobs, without opening it: totals, and how each kind has gone. */
  readonly jobs: {
    readonly totals: (now: number, since: number) => Promise<readonly JobTotals[]>;
    readonly history: (now: number) => Promise<readonly JobHistory[]>;
  };
  /** What its database is. */
  readonly about: () => Promise<DatabaseAbout>;
  /** How large its database is. */
  readonly size: () => Promise<DatabaseSize>;
  /** What all processes see until somebody changes it. */
  readonly notices: Pick<PostgresNotices, 'all' | 'get' | 'put' | 'remove'>;
  /** What happened, for those who follow it. */
  readonly events: Pick<PostgresEvents, 'append'>;
  /** Who is told of them, and what is on its way. */
  readonly webhooks: Pick<PostgresWebhooks, 'isDue' | 'queue' | 'get' | 'outbox'>;
  /** Whether the audit log and the journal that follows it are as they were written. */
  readonly verifyAudit: (settings: DatabaseSettings, hooks: AppHooks) => Promise<AuditLogReport>;
  /** Removes from the database what is older than it has to be. */
  readonly prune: (retention: Retention, hooks: Pick<Hooks, 'signal' | 'onProgress'>) => Promise<readonly Pruned[]>;
}

/** What is kept of an operation in an open database. */
export function operationIn(store: StorePackage, database: StoreDatabase): OpenedOperation {
  return {
    ledger: new store.PostgresLedger(database),
    alerting: new store.PostgresAlertingStore(database) as unknown as AlertingStore<unknown>,
    jobs: {
      totals: (now, since) => store.jobTotals(database, now, since),
      history: (now) => store.jobHistory(database, now),
    },
    about: () => store.databaseAbout(database),
    size: () => store.databaseSize(database),
    notices: new store.PostgresNotices(database),
    events: new store.PostgresEvents(database),
    webhooks: new store.PostgresWebhooks(database),
    verifyAudit: async (settings, hooks) => verifyAuditOf(await auditIn(database, settings, hooks), [], hooks),
    prune: (retention, { signal, onProgress }) => store.pruneStore(database, retention, { signal, onProgress }),
  };
}

/**
 * Opens ledger and alerting in the database of a store. The caller closes the database, and so both.
 *
 * @throws DqsError as `openDatabase`.
 */
export async function openOperation(
  settings: DatabaseSettings,
): Promise<OpenedOperation & { readonly database: StoreDatabase }> {
  const store = await loadStorePackage();
  const database = await openDatabase(settings);
  return { ...operationIn(store, database), database };
}

/**
 * Opens ledger and alerting in the database of a store, hands them to the work and closes them whatever happens.
 *
 * @throws DqsError as `openDatabase`.
 */
export async function withOperation<T>(
  settings: DatabaseSettings,
  work: (opened: OpenedOperation) => Promise<T>,
): Promise<T> {
  const { database, ...opened } = await openOperation(settings);
  try {
    return await work(opened);
  } finally {
    await database.close();
  }
}

/**
 * As {@link withOperation}, to read what is there.
 *
 * @returns undefined if the store has no database yet; none is made for that.
 */
export async function readOperation<T>(
  settings: DatabaseSettings,
  work: (opened: OpenedOperation) => Promise<T>,
): Promise<T | undefined> {
  return hasDatabase(settings) ? withOperation(settings, work) : undefined;
}
