import { DqsError } from '@dqs/core';

import { StoreDatabase, type DatabasePlace } from './database/store-database.js';
import { appliedMigrations, assertKnown, migrate, SCHEMA_VERSION } from './schema/migrate.js';
import { MIGRATIONS } from './schema/migrations/index.js';

/**
 * Opens a database ready for use. An embedded one, and a server's that is empty, get the schema of this version; an older
 * one on a server, which other programs may use, is left to `dqs store migrate`. The caller closes it.
 *
 * @param place the folder of an embedded database, made if it is not there, or the URL of a server.
 * @throws DqsError `store-version` if the schema is newer than this program, or older on a server; and as
 * {@link StoreDatabase.open}.
 *
 * @example
 * const database = await openDatabase({ folder: 'results-store/postgres' });
 * try {
 *   // reads and writes
 * } finally {
 *   await database.close();
 * }
 */
export async function openDatabase(place: DatabasePlace): Promise<StoreDatabase> {
  const database = await StoreDatabase.open(place);
  try {
    const done = await database.withClient(appliedMigrations);
    assertKnown(done, MIGRATIONS, database.place);
    if (done.length < SCHEMA_VERSION) {
      if (database.kind === 'server' && done.length > 0) throw outdated(database.place, done.length);
      await migrate(database);
    }
    return database;
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

function outdated(place: string, found: number): DqsError {
  return new DqsError(
    'store-version',
    `the schema of ${place} has version ${found}, this DQS needs ${SCHEMA_VERSION}; make a backup (dqs store backup), then ` +
      'run dqs store migrate',
    { details: { found, needed: SCHEMA_VERSION } },
  );
}
