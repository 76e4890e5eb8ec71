import type { DatabasePlace } from '../database/store-database.js';
import { openDatabase } from '../open-database.js';
import { PostgresAlertingStore } from './postgres-alerting-store.js';

/**
 * Opens what alerting remembers in a database; see {@link openDatabase}. Its `close` closes the database.
 *
 * @throws DqsError as {@link openDatabase}.
 */
export async function openAlertingStore(place: DatabasePlace): Promise<PostgresAlertingStore> {
  return new PostgresAlertingStore(await openDatabase(place));
}
