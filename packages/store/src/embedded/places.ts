import { join } from 'node:path';

/** What lies in the folder of an embedded database. */
export interface Places {
  readonly folder: string;
  /** The data folder of PostgreSQL, which belongs to the server's user. */
  readonly data: string;
  /** The password, in the form that psql reads. */
  readonly password: string;
  /** Held while a server is started or stopped. */
  readonly lock: string;
  readonly record: string;
  /** A file for each user of the server: the last one to leave stops it. */
  readonly leases: string;
  readonly log: string;
}

/** The places in the folder of an embedded database. */
export function placesIn(folder: string): Places {
  return {
    folder,
    data: join(folder, 'data'),
    password: join(folder, 'pgpass'),
    lock: join(folder, 'server.lock'),
    record: join(folder, 'server.json'),
    leases: join(folder, 'clients'),
    log: join(folder, 'server.log'),
  };
}

/** The user and the database that the embedded server has. */
export const OWNER = 'dqs';

/** The number in the socket's name; the server listens on no port. */
export const SOCKET_NUMBER = 5432;
