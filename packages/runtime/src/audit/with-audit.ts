import { DqsError, SYSTEM_CLOCK } from '@dqs/core';
import type { StoreDatabase } from '@dqs/store';

import type { AppHooks } from '../app-hooks.js';
import { loadStorePackage, openDatabase, type DatabaseSettings } from '../stores/open-database.js';
import { openStore } from '../stores/open-store.js';
import { Audit, type ActEnd, type AuditedAct } from './audit.js';

type AuditHooks = Pick<AppHooks, 'logger' | 'clock'>;

/**
 * The audit log in an open database. Without a store no journal follows it.
 *
 * @throws DqsError `store-missing`.
 */
export async function auditIn(
  database: StoreDatabase,
  { store }: DatabaseSettings,
  { logger, clock = SYSTEM_CLOCK }: AuditHooks,
): Promise<Audit> {
  const artifacts = store === undefined ? undefined : openStore(store);
  return new Audit({ store: await loadStorePackage(), database, artifacts, clock, logger });
}

/**
 * Opens the audit log of a store, hands it to the work and closes the database whatever happens.
 *
 * @throws DqsError as `openDatabase`.
 */
export async function withAudit<T>(
  settings: DatabaseSettings,
  hooks: AuditHooks,
  work: (audit: Audit, database: StoreDatabase) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(settings);
  try {
    return await work(await auditIn(database, settings, hooks), database);
  } finally {
    await database.close();
  }
}

/**
 * Does an act outside of a database and records it in the audit log of the store that is set, if one is: before it, and how it
 * ended. Where there can be no database the act is done, and a warning says that nothing was recorded.
 *
 * @throws DqsError as the work; as `openDatabase`, and then nothing is done.
 */
export async function audited<T>(
  settings: DatabaseSettings,
  hooks: AuditHooks,
  act: AuditedAct,
  work: () => Promise<T>,
  ended?: (result: T) => ActEnd,
): Promise<T> {
  if (settings.store === undefined) return work();
  const database = await openDatabase(settings).catch((error: unknown) => {
    if (!DqsError.is(error) || error.code !== 'store-missing') throw error;
    hooks.logger.warn({ action: act.action }, `not recorded in the audit log: ${error.message}`);
    return undefined;
  });
  if (database === undefined) return work();
  try {
    return await (await auditIn(database, settings, hooks)).around(act, work, ended);
  } finally {
    await database.close();
  }
}
