import type { LedgerStore } from '@dqs/ledger';

import { openLedger, type DatabaseSettings } from './open-database.js';

/**
 * Opens the ledger in the database of a store, hands it to the work and closes it whatever happens.
 *
 * @throws DqsError as `openLedger`.
 */
export async function withLedger<T>(settings: DatabaseSettings, work: (ledger: LedgerStore) => Promise<T>): Promise<T> {
  const ledger = await openLedger(settings);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
