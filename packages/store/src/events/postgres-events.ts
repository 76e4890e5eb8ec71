import type { JsonValue } from '@dqs/core/audit';
import type { PoolClient } from 'pg';

import { lockToTheEnd } from '../database/lock.js';
import type { StoreDatabase } from '../database/store-database.js';
import { storedText, textOfStored } from '../text/stored-text.js';
import type { NewEvent, StoreEvent } from './store-event.js';

interface Row {
  readonly number: number;
  readonly at: number;
  readonly type: string;
  readonly tenant: string | null;
  readonly subject: string;
  readonly data: string;
}

/**
 * What happened, for those who follow it. Numbers are given in the order in which events can be seen: who has read up to one of
 * them never misses an event by asking for those after it.
 */
export class PostgresEvents {
  readonly #database: StoreDatabase;

  /** @param database has the schema of this version. */
  constructor(database: StoreDatabase) {
    this.#database = database;
  }

  /**
   * Adds events in their order.
   *
   * @param tx the transaction of what happened: both are there or neither is. From here to its end others that add events wait,
   * so this is the last thing it does.
   */
  async append(events: readonly NewEvent[], tx?: PoolClient): Promise<void> {
    if (events.length === 0) return;
    if (tx === undefined) return this.#database.transaction((client) => this.append(events, client));
    await lockToTheEnd(tx, 'dqs.event');
    await tx.query(
      `INSERT INTO dqs.event (number, at, type, tenant, subject, data)
       SELECT (SELECT coalesce(max(number), 0) FROM dqs.event) + position, at, type, tenant, subject, data
       FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[])
         WITH ORDINALITY AS new (at, type, tenant, subject, data, position)`,
      [
        events.map(({ at }) => at),
        events.map(({ type }) => storedText(type)),
        events.map(({ tenant }) => (tenant === undefined ? null : storedText(tenant))),
        events.map(({ subject }) => storedText(subject)),
        events.map(({ data }) => JSON.stringify(data)),
      ],
    );
  }

  /**
   * The events after a number, oldest first.
   *
   * @param limit how many at most.
   * @param tenants only events that concern these; undefined for all events.
   * @param tx reads as this transaction sees them.
   */
  async since(
    number: number,
    limit: number,
    tenants?: readonly string[],
    tx?: PoolClient,
  ): Promise<readonly StoreEvent[]> {
    const query =
      'SELECT number, at, type, tenant, subject, data FROM dqs.event ' +
      'WHERE number > $1 AND ($3::text[] IS NULL OR tenant = ANY($3)) ORDER BY number LIMIT $2';
    const only = tenants?.map(storedText) ?? null;
    const rows = await this.#read<Row>(query, [number, limit, only], tx);
    return rows.map(({ type, tenant, subject, data, ...row }) => ({
      ...row,
      type: textOfStored(type),
      ...(tenant !== null && { tenant: textOfStored(tenant) }),
      subject: textOfStored(subject),
      data: JSON.parse(data) as JsonValue,
    }));
  }

  /** The number of the last event; 0 before the first. */
  async latest(tx?: PoolClient): Promise<number> {
    const query = 'SELECT coalesce(max(number), 0) AS last FROM dqs.event';
    const [row] = await this.#read<{ last: number }>(query, [], tx);
    return row!.last;
  }

  async #read<R extends object>(query: string, values: unknown[], tx: PoolClient | undefined): Promise<R[]> {
    const read = async (client: PoolClient) => (await client.query<R>(query, values)).rows;
    return tx === undefined ? this.#database.withClient(read) : read(tx);
  }
}
