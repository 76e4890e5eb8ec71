import type { StoreDatabase } from './database/store-database.js';
import { DIVIDED_TABLES } from './schema/partitions.js';

/** How large a database is. */
export interface DatabaseSize {
  readonly bytes: number;
  /** Rows of the tables that grow by the day; of a long table the estimate that its planner goes by. */
  readonly rows: ReadonlyMap<string, number>;
}

/** Rows up to which they are counted. */
const COUNTED = 100_000;

/** How large a database is, asked often: nothing long is counted. */
export async function databaseSize(database: StoreDatabase): Promise<DatabaseSize> {
  return database.withClient(async (client) => {
    const { rows: size } = await client.query<{ bytes: number }>(
      'SELECT pg_database_size(current_database()) AS bytes',
    );
    const rows = new Map<string, number>();
    for (const table of DIVIDED_TABLES) {
      const estimate = await client.query<{ rows: number }>(
        `SELECT coalesce(sum(greatest(reltuples, 0)), 0)::float8 AS rows FROM pg_class
         WHERE oid = $1::regclass OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = $1::regclass)`,
        [`dqs.${table}`],
      );
      const { rows: found } =
        estimate.rows[0]!.rows > COUNTED
          ? estimate
          : await client.query<{ rows: number }>(
              `SELECT count(*) AS rows FROM (SELECT 1 FROM dqs.${table} LIMIT ${COUNTED}) AS part`,
            );
      rows.set(table, found[0]!.rows);
    }
    return { bytes: size[0]!.bytes, rows };
  });
}
