import type { StoreDatabase } from '../../src/index.js';

/** Lets a server of a test not wait for the disk: what is proved has nothing to do with power cuts. */
export async function spareDisk(database: StoreDatabase): Promise<void> {
  await database.withClient(async (client) => {
    await client.query('ALTER SYSTEM SET fsync = off');
    await client.query('SELECT pg_reload_conf()');
  });
}
