import { join } from 'node:path';

import { DqsError } from '@dqs/core';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import type { PoolClient } from 'pg';

import { EmbeddedServer } from '../embedded/embedded-server.js';
import { Connections, type ConnectionSettings } from './connections.js';
import type { StoreTables } from '../schema/tables.js';
import { shownUrl } from './server-url.js';
import { storeError } from './store-error.js';

/** Where a database is: embedded in a folder, or on a server. */
export type DatabasePlace = { readonly folder: string } | { readonly url: string };

/** The oldest PostgreSQL that a server may be. */
export const LEAST_MAJOR = 15;
/** The connections of one process. */
const MAX_CONNECTIONS = 8;

/** How a transaction runs. */
export type Isolation = 'read committed' | 'repeatable read read only';

/** A PostgreSQL database, embedded or on a server; the two differ in nothing else. */
export class StoreDatabase {
  /** For statements built by Kysely. */
  readonly kysely: Kysely<StoreTables>;
  readonly #connections: Connections;

  private constructor(
    /** Whether its server is an embedded one. */
    readonly kind: 'embedded' | 'server',
    /** As shown to people: the folder, or the URL without its password. */
    readonly place: string,
    private readonly server: EmbeddedServer | undefined,
    connections: Connections,
  ) {
    this.#connections = connections;
    this.kysely = new Kysely<StoreTables>({ dialect: new PostgresDialect({ pool: kyselyPool(connections, place) }) });
  }

  /**
   * Opens a database as it is, whatever is in it. The caller closes it.
   *
   * @throws DqsError `store-missing`, `store-unreachable`, `store-busy`, `store-full`, `store-version`, `config-invalid`.
   */
  static async open(place: DatabasePlace): Promise<StoreDatabase> {
    const database = 'url' in place ? onServer(place.url) : await embedded(place.folder);
    try {
      await database.#assertMajor();
    } catch (cause) {
      await database.close();
      throw cause;
    }
    return database;

    function onServer(url: string) {
      const shown = shownUrl(url);
      const settings = { connectionString: url };
      const target = { place: shown, max: MAX_CONNECTIONS, returns: false, settings: async () => settings };
      return new StoreDatabase('server', shown, undefined, new Connections(target));
    }

    async function embedded(folder: string) {
      const server = await EmbeddedServer.open(folder);
      const settings = async (): Promise<ConnectionSettings> => ({ ...(await server.endpoint()) });
      const target = { place: server.folder, max: MAX_CONNECTIONS, returns: true, settings };
      return new StoreDatabase('embedded', server.folder, server, new Connections(target));
    }
  }

  /** The folder of the socket and the file of the password, by which psql reaches an embedded server. */
  get socket(): { readonly folder: string; readonly passwordFile: string } | undefined {
    const folder = this.server?.running?.runFolder;
    return folder === undefined ? undefined : { folder, passwordFile: join(this.server!.folder, 'pgpass') };
  }

  /**
   * Work on one connection, outside of a transaction.
   *
   * @throws DqsError for every error of the driver, as `storeError`.
   */
  async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#connections.connect();
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (cause) {
      // Whatever state the connection is in, nobody gets it again.
      client.release(true);
      throw storeError(cause, this.place);
    }
  }

  /**
   * Work that happens as a whole or not at all.
   *
   * @throws DqsError as {@link withClient}; if the server ended while it committed, the details say `mayBeThere`: nobody knows.
   */
  async transaction<T>(work: (client: PoolClient) => Promise<T>, isolation: Isolation = 'read committed'): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      let [hasBegun, mayBeThere] = [false, false];
      try {
        return await this.withClient(async (client) => {
          await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
          hasBegun = true;
          const result = await work(client);
          mayBeThere = true;
          await client.query('COMMIT');
          return result;
        });
      } catch (cause) {
        // A connection that was idle when its server ended is found out only when it is used.
        const isStale = !hasBegun && (cause as DqsError).code === 'store-lost';
        if (!isStale || attempt > MAX_CONNECTIONS) throw mayBeThere ? inDoubt(cause as DqsError) : cause;
      }
    }
  }

  /** Ends the connections and gives up the server, which stops if nobody else uses it. */
  async close(): Promise<void> {
    await this.#connections.end();
    await this.server?.close();
  }

  /** The version of the server, as 18.4. */
  async serverVersion(): Promise<string> {
    const { rows } = await this.withClient((client) => client.query<{ server_version: string }>('SHOW server_version'));
    return rows[0]!.server_version.split(' ')[0]!;
  }

  async #assertMajor(): Promise<void> {
    const version = await this.serverVersion();
    if (Number.parseInt(version, 10) >= LEAST_MAJOR) return;
    throw new DqsError(
      'store-version',
      `${this.place} is PostgreSQL ${version}; ${LEAST_MAJOR} or newer is needed: upgrade the server, or use another one`,
      { details: { found: version, least: LEAST_MAJOR } },
    );
  }
}

/** The error of a transaction that may have been committed. */
function inDoubt(error: DqsError): DqsError {
  if (error.code !== 'store-lost') return error;
  return new DqsError(error.code, error.message, { cause: error, details: { ...error.details, mayBeThere: true } });
}

/** What Kysely asks of a pool; errors leave it as ours. */
function kyselyPool(connections: Connections, place: string): PostgresPool {
  return {
    connect: async () => {
      const client = await connections.connect();
      const query = async (...args: unknown[]) => {
        try {
          return await (client.query as unknown as (...all: unknown[]) => Promise<unknown>).apply(client, args);
        } catch (cause) {
          throw storeError(cause, place);
        }
      };
      return { query: query as never, release: () => client.release() };
    },
    end: async () => undefined,
  };
}
