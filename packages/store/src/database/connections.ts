import { DqsError } from '@dqs/core';
import pg from 'pg';

import { isLost, storeError } from './store-error.js';

/** How connections are made. */
export type ConnectionSettings = Pick<
  pg.PoolConfig,
  'connectionString' | 'host' | 'port' | 'user' | 'password' | 'database'
>;

/** What connections are made to. */
export interface ConnectionTarget {
  /** The database as shown to people, without a password. */
  readonly place: string;
  /** The connections one process holds at most. */
  readonly max: number;
  /** How to connect; asked again when the server has ended. */
  settings(): Promise<ConnectionSettings>;
  /** Whether a server that has ended comes back by asking again. */
  readonly returns: boolean;
}

/** How often a connection is tried: the server may end again, or another process may just have stopped it. */
const ATTEMPTS = 5;
const CONNECT_MS = 20_000;
const INT8 = 20;

/**
 * A pool of connections that outlives its server: if the server has ended, a new connection starts it again. Work that ran
 * on the old one gets the error `store-lost`.
 */
export class Connections {
  readonly #target: ConnectionTarget;
  #pool: Promise<pg.Pool> | undefined;
  #isClosed = false;

  constructor(target: ConnectionTarget) {
    this.#target = target;
  }

  /** @throws DqsError `store-unreachable`, `store-lost` or what starting an embedded server throws. */
  async connect(): Promise<pg.PoolClient> {
    for (let attempt = 1; ; attempt++) {
      if (this.#isClosed) throw new DqsError('invalid-argument', `${this.#target.place} was closed; open it again`);
      const current = (this.#pool ??= this.#open());
      try {
        return await (await current).connect();
      } catch (cause) {
        if (this.#pool === current) this.#pool = undefined;
        await current.then((pool) => pool.end()).catch(() => undefined);
        if (!this.#target.returns || !isLost(cause) || attempt === ATTEMPTS) throw this.#unreachable(cause);
      }
    }
  }

  /** Ends all connections. */
  async end(): Promise<void> {
    this.#isClosed = true;
    await this.#pool?.then((pool) => pool.end()).catch(() => undefined);
  }

  async #open(): Promise<pg.Pool> {
    const pool = new pg.Pool({
      ...(await this.#target.settings()),
      max: this.#target.max,
      application_name: 'dqs',
      connectionTimeoutMillis: CONNECT_MS,
      types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
    });
    // A server that ends tells each of its connections, those in use as well; whoever uses one hears it there.
    pool.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined));
    return pool;
  }

  /** Nothing was lost where nothing had begun. */
  #unreachable(cause: unknown): DqsError {
    const { place } = this.#target;
    const error = storeError(cause, place);
    if (error.code !== 'store-lost') return error;
    const said = (cause as Error).message || String(cause);
    return new DqsError('store-unreachable', `${place} cannot be used: ${said}`, { cause, details: { place } });
  }
}

/** Counts and times are whole numbers far below 2⁵³. */
function typeParser(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format);
}
