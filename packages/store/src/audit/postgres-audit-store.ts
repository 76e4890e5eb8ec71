import { DqsError } from '@dqs/core';
import type { AuditStore } from '@dqs/core/audit';
import type { PoolClient } from 'pg';

import { copyOut } from '../copy/copy.js';
import type { WorkDatabase } from '../database/ending-with.js';
import { lockToTheEnd } from '../database/lock.js';

/** An entry with the number of its row. */
export interface KeptEntry {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** The entries of an audit log in PostgreSQL. */
export class PostgresAuditStore implements AuditStore {
  readonly #database: WorkDatabase;

  /** @param database has the schema of this version. */
  constructor(database: WorkDatabase) {
    this.#database = database;
  }

  async size(): Promise<number> {
    return (await this.#database.withClient(lastEntry))?.number ?? 0;
  }

  append(number: number, bytes: Uint8Array): Promise<boolean> {
    return this.#database.transaction(async (client) => {
      await lockToTheEnd(client, LOCK);
      const next = ((await lastEntry(client))?.number ?? 0) + 1;
      if (!Number.isSafeInteger(number) || number < 1 || number > next) {
        throw new DqsError('invalid-argument', `expected an entry with a number from 1 to ${next}, got ${number}`);
      }
      if (number === next) await insert(client, number, bytes);
      return number === next;
    });
  }

  /**
   * Adds an entry in the transaction of the change that it tells of: both are there or neither is.
   *
   * @param tx from here to its end others that add entries wait, so this comes last in it, only events come after it.
   * @param make the bytes of the entry after the last one.
   */
  async appendIn(tx: PoolClient, make: (last: KeptEntry | undefined) => Uint8Array): Promise<void> {
    await lockToTheEnd(tx, LOCK);
    const last = await lastEntry(tx);
    await insert(tx, (last?.number ?? 0) + 1, make(last));
  }

  async read(from: number, count: number): Promise<readonly Uint8Array[]> {
    const query = 'SELECT bytes FROM dqs.audit_entry WHERE number >= $1 ORDER BY number LIMIT $2';
    const { rows } = await this.#database.withClient((client) => client.query<{ bytes: Buffer }>(query, [from, count]));
    return rows.map(({ bytes }) => bytes);
  }

  /**
   * All entries by the numbers of their rows, whatever gaps there are, in batches; one is read while another is worked on.
   *
   * @param before only those before this number.
   */
  async *batches(before = Number.MAX_SAFE_INTEGER): AsyncGenerator<readonly Uint8Array[]> {
    let next = this.#batchAfter(Number.MIN_SAFE_INTEGER, before);
    for (;;) {
      const { last, entries } = await next;
      if (entries.length === 0) return;
      next = this.#batchAfter(last, before);
      // Told by whoever asks for it; until then nobody has to hear of it.
      next.catch(() => undefined);
      yield entries;
    }
  }

  /**
   * Entries before a number, newest first.
   *
   * @param count how many at most.
   */
  async before(number: number, count: number): Promise<readonly KeptEntry[]> {
    const query = 'SELECT number, bytes FROM dqs.audit_entry WHERE number < $1 ORDER BY number DESC LIMIT $2';
    return (await this.#database.withClient((client) => client.query<KeptEntry>(query, [number, count]))).rows;
  }

  #batchAfter(
    number: number,
    before: number,
  ): Promise<{ readonly last: number; readonly entries: readonly Uint8Array[] }> {
    return this.#database.withClient(async (client) => {
      const query = `SELECT number, bytes FROM dqs.audit_entry WHERE number > ${number} AND number < ${before} ORDER BY number LIMIT ${BATCH}`;
      const rows = await copyOut(client, query);
      const entries: Uint8Array[] = [];
      let last = number;
      while (rows.next()) {
        last = rows.int8();
        entries.push(rows.bytes());
      }
      return { last, entries };
    });
  }
}

/** Held by whoever adds an entry. */
const LOCK = 'dqs.audit';
/** Entries of a batch. */
const BATCH = 5000;

async function lastEntry(client: PoolClient): Promise<KeptEntry | undefined> {
  const query = 'SELECT number, bytes FROM dqs.audit_entry ORDER BY number DESC LIMIT 1';
  return (await client.query<KeptEntry>(query)).rows[0];
}

async function insert(client: PoolClient, number: number, bytes: Uint8Array): Promise<void> {
  await client.query('INSERT INTO dqs.audit_entry VALUES ($1, $2)', [number, bytes]);
}
