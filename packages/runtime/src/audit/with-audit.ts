import type { AlertingStore } from '@dqs/alerting';
import { DqsError, SYSTEM_CLOCK } from '@dqs/core';
import type { StoreDatabase } from '@dqs/store';

import type { AppHooks } from '../app-hooks.js';
import { hasDatabase, loadStorePackage, openDatabase, type DatabaseSettings } from '../stores/open-database.js';
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
 * Changes what alerting remembers in the store that is set; the entry of it is part of the same transaction.
 *
 * @throws DqsError as `openDatabase`, and as the work.
 */
export function changeAlerting<T>(
  settings: DatabaseSettings,
  hooks: AuditHooks,
  act: AuditedAct,
  work: (alerting: AlertingStore<unknown>) => Promise<T>,
): Promise<T> {
  return withAudit(settings, hooks, (audit) => audit.changeAlerting(act, work));
}

/** As {@link changeAlerting}; undefined, and none is made, if there is no database yet, so that there is nothing to change. */
export async function changeAlertingIfThere<T>(
  ...[settings, ...change]: Parameters<typeof changeAlerting<T>>
): Promise<T | undefined> {
  return hasDatabase(settings) ? changeAlerting(settings, ...change) : undefined;
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
