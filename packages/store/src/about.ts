import type { StoreDatabase } from './database/store-database.js';
import { leaseHolders } from './embedded/leases.js';
import { placesIn } from './embedded/places.js';

/** What a database is, for people. */
export interface DatabaseAbout {
  readonly kind: 'embedded' | 'server';
  /** The version of PostgreSQL, as 18.4. */
  readonly postgres: string;
  /** Processes that use an embedded one, this one among them; null for a server, which does not tell ours from others. */
  readonly processes: number | null;
}

/** What an open database is. */
export async function databaseAbout(database: StoreDatabase): Promise<DatabaseAbout> {
  const { kind, socket, place } = database;
  const holders =
    socket === undefined ? null : new Set(leaseHolders(placesIn(place).leases).map(({ pid }) => pid)).size;
  return { kind, postgres: await database.serverVersion(), processes: holders };
}
