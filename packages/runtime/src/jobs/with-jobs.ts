import type { JobQueue, StoreDatabase } from '@dqs/store';

import type { AppHooks } from '../app-hooks.js';
import { openDeliveries } from '../history/open-deliveries.js';
import { operationIn } from '../stores/open-alerting.js';
import { loadStorePackage, openDatabase, type DatabaseSettings } from '../stores/open-database.js';
import type { Operation, WorkerSettings } from './work.js';
import { WORKS } from './works.js';

/**
 * Opens the queue of jobs in a database. The caller closes it before the database.
 *
 * @throws DqsError as a `StoreDatabase`.
 */
export async function openQueue(database: StoreDatabase, { logger }: Pick<AppHooks, 'logger'>): Promise<JobQueue> {
  const { JobQueue: Queue } = await loadStorePackage();
  const kinds = WORKS.map(({ kind }) => kind);
  const onTrouble = (error: Error) => logger.warn({ error: error.message }, 'the queue of jobs is in trouble');
  return Queue.open(database, kinds, { onTrouble });
}

/**
 * Opens the queue of jobs of a store, hands it to the work and closes it whatever happens.
 *
 * @throws DqsError `config-invalid` without a store, and as `openDatabase`.
 */
export async function withQueue<T>(
  settings: DatabaseSettings,
  hooks: Pick<AppHooks, 'logger'>,
  work: (queue: JobQueue, database: StoreDatabase) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(settings);
  try {
    const queue = await openQueue(database, hooks);
    try {
      return await work(queue, database);
    } finally {
      await queue.close();
    }
  } finally {
    await database.close();
  }
}

/**
 * As {@link withQueue}, with what works look at and change.
 *
 * @param digest loads what makes the digest of alerting.
 * @throws DqsError as {@link withQueue}.
 */
export async function withJobs<T>(
  settings: WorkerSettings,
  digest: Operation['digest'],
  hooks: Pick<AppHooks, 'logger'>,
  work: (queue: JobQueue, operation: Operation) => Promise<T>,
): Promise<T> {
  const deliveries = await openDeliveries(settings);
  const store = await loadStorePackage();
  return withQueue(settings, hooks, (queue, database) =>
    work(queue, { settings, deliveries, digest, ...operationIn(store, database) }),
  );
}
