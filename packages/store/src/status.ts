import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { StoreDatabase, type DatabasePlace } from './database/store-database.js';
import { leaseHolders } from './embedded/leases.js';
import { placesIn } from './embedded/places.js';
import { tablesOf } from './backup/backup.js';
import { appliedMigrations, SCHEMA_VERSION, type AppliedMigration } from './schema/migrate.js';

/** What there is of a database. Survives JSON. */
export interface StoreStatus {
  readonly kind: 'embedded' | 'server';
  /** The folder, or the URL without its password. */
  readonly place: string;
  /** False if no database was made yet; the rest is missing then. */
  readonly exists: boolean;
  /** The version of PostgreSQL. */
  readonly postgres?: string;
  readonly schema?: {
    /** 0 if it has no tables yet. */
    readonly version: number;
    readonly newest: number;
    readonly migrations: readonly (Omit<AppliedMigration, 'appliedAt'> & {
      /** ISO 8601. */
      readonly appliedAt: string;
    })[];
  };
  /** Bytes on disk, indexes included. */
  readonly bytes?: number;
  readonly tables?: readonly { readonly name: string; readonly rows: number; readonly bytes: number }[];
  /** Processes that use an embedded database at the moment, this one not counted. */
  readonly users?: readonly number[];
  /** How psql reaches an embedded database while somebody uses it. */
  readonly psql?: string;
}

/**
 * Tells what there is, and changes nothing: no database is made, no schema migrated.
 *
 * @throws DqsError as `StoreDatabase.open`.
 */
export async function storeStatus(place: DatabasePlace): Promise<StoreStatus> {
  if ('folder' in place && !existsSync(join(place.folder, 'data'))) {
    return { kind: 'embedded', place: resolve(place.folder), exists: false };
  }
  const database = await StoreDatabase.open(place);
  try {
    const applied = await database.withClient(appliedMigrations);
    const migrations = applied.map((one) => ({ ...one, appliedAt: new Date(one.appliedAt).toISOString() }));
    const tables = await tablesThere(database, tablesOf(migrations.length));
    const schema = { version: migrations.at(-1)?.version ?? 0, newest: SCHEMA_VERSION, migrations };
    const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
    const common = { kind: database.kind, place: database.place, exists: true, schema, bytes, tables };
    return { ...common, postgres: await database.serverVersion(), ...embeddedFacts(database) };
  } finally {
    await database.close();
  }
}

function embeddedFacts({ socket, place }: StoreDatabase): Pick<StoreStatus, 'users' | 'psql'> {
  if (socket === undefined) return {};
  const holders = leaseHolders(placesIn(place).leases).map(({ pid }) => pid);
  const psql = `PGPASSFILE=${socket.passwordFile} psql -h ${socket.folder} -U dqs postgres`;
  return { users: holders.filter((pid) => pid !== process.pid), psql };
}

async function tablesThere(database: StoreDatabase, names: readonly string[]) {
  return database.withClient(async (client) => {
    const tables = [];
    for (const name of names) {
      // A divided table has its bytes in its parts, another one in itself.
      const { rows } = await client.query<{ rows: number; bytes: number }>(
        `SELECT (SELECT count(*) FROM dqs.${name}) AS rows, pg_total_relation_size($1::regclass) +
           (SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0)::bigint FROM pg_inherits WHERE inhparent = $1::regclass)
           AS bytes`,
        [`dqs.${name}`],
      );
      tables.push({ name, ...rows[0]! });
    }
    return tables;
  });
}
