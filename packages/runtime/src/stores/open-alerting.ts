import type { AlertingStore } from '@dqs/alerting';
import type { LedgerStore } from '@dqs/ledger';
import type { JobTotals, StoreDatabase } from '@dqs/store';

import { hasDatabase, loadStorePackage, openDatabase, type DatabaseSettings } from './open-database.js';

type StorePackage = Awaited<ReturnType<typeof loadStorePackage>>;

/** What is kept of an operation in the database of a store. */
export interface OpenedOperation {
  readonly ledger: LedgerStore;
  /** What alerting remembers, with its outbox. */
  readonly alerting: AlertingStore<unknown>;
  /** Totals of its queue of jobs, without opening it. */
  readonly jobs: { readonly totals: (now: number, since: number) => Promise<readonly JobTotals[]> };
}

type OperationStores = Pick<StorePackage, 'jobTotals' | 'PostgresAlertingStore' | 'PostgresLedger'>;

/** What is kept of an operation in an open database. */
export function operationIn(
  { jobTotals, PostgresAlertingStore, PostgresLedger }: OperationStores,
  database: StoreDatabase,
): OpenedOperation {
  const alerting = new PostgresAlertingStore(database) as unknown as AlertingStore<unknown>;
  const jobs = { totals: (now: number, since: number) => jobTotals(database, now, since) };
  return { ledger: new PostgresLedger(database), alerting, jobs };
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
