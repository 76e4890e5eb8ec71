import type { PoolClient } from 'pg';

import type { StoreDatabase } from './store-database.js';

/** What stores need of a database. */
export type WorkDatabase = Pick<StoreDatabase, 'withClient' | 'transaction' | 'close'>;

/**
 * A database of which every transaction that changes something ends with more work in it: both happen or neither does. A
 * transaction whose work gives undefined has changed nothing, and ends as it is.
 *
 * @param last the work before the commit.
 * @param onCommit told once both are there.
 */
export function endingWith(
  database: WorkDatabase,
  last: (client: PoolClient) => Promise<void>,
  onCommit: () => void = () => undefined,
): WorkDatabase {
  return {
    withClient: (work) => database.withClient(work),
    transaction: async (work, isolation = 'read committed') => {
      if (isolation !== 'read committed') return database.transaction(work, isolation);
      const result = await database.transaction(async (client) => {
        const done = await work(client);
        if (done !== undefined) await last(client);
        return done;
      });
      if (result !== undefined) onCommit();
      return result;
    },
    close: () => database.close(),
  };
}
