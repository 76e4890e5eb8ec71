import type { LedgerStore } from '@dqs/ledger';

import type { DatabasePlace } from '../database/store-database.js';
import { openDatabase } from '../open-database.js';
import { PostgresLedger } from './postgres-ledger.js';

/**
 * Opens the ledger in a database; see {@link openDatabase}. Its `close` closes the database.
 *
 * @throws DqsError as {@link openDatabase}.
 */
export async function openLedger(place: DatabasePlace): Promise<LedgerStore> {
  return new PostgresLedger(await openDatabase(place));
}
