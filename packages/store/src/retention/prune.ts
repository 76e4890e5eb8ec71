import { formatDay, MS_PER_DAY, throwIfAborted, type Hooks } from '@dqs/core';
import type { PoolClient } from 'pg';

import type { WorkDatabase } from '../database/ending-with.js';
import { changedDays } from '../ledger/changes.js';
import { PART_DAYS } from '../schema/partitions.js';
import { keepFrom } from './kept-from.js';

/** How long what is kept. Without a length of time all of it is. */
export interface Retention {
  /** Forecasts and grades by day that lie further back, days. What came, and the figures of whole pools, stay. */
  readonly ledgerDays?: number | undefined;
  /** Messages that are not waiting, events, steps of alerting in which nothing happened, and past states of alerting, of further back, days. */
  readonly recordDays?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Tells what would be removed, and removes nothing. @default false */
  readonly isDryRun?: boolean;
}

/** What was removed, or would be. Survives JSON. */
export interface Pruned {
  /** Of which table; a part of one that is divided by day is named by its first day. */
  readonly what: string;
  readonly rows: number;
}

/** The tables of a ledger of which old days may go. What came stays, since a correction of it may still arrive. */
const OLD_DAYS = ['grade', 'forecast'] as const;

/**
 * Removes what is older than it has to be. Parts of the ledger go as a whole, once all of their days are old and settled: a day that
 * still has to be graded keeps its part. A ledger never grades the days before again, so that their figures stay what they are.
 *
 * @throws DqsError `aborted`, and as `StoreDatabase.transaction`.
 */
export async function pruneStore(
  database: Pick<WorkDatabase, 'withClient' | 'transaction'>,
  retention: Retention,
  hooks: Hooks = {},
): Promise<Pruned[]> {
  const { ledgerDays, recordDays, now, isDryRun = false } = retention;
  const pruned: Pruned[] = [];
  const today = Math.floor(now / MS_PER_DAY);
  if (ledgerDays !== undefined) {
    const parts = await database.withClient((client) => oldParts(client, today - ledgerDays));
    for (const part of parts) {
      throwIfAborted(hooks.signal);
      pruned.push(await database.transaction((client) => prunePart(client, part, isDryRun)));
    }
  }
  if (recordDays !== undefined) {
    const before = Math.ceil(now - recordDays * MS_PER_DAY);
    for (const { what, where } of RECORDS) {
      throwIfAborted(hooks.signal);
      const rows = await database.transaction((client) => pruneRows(client, { what, where }, before, isDryRun));
      pruned.push({ what, rows });
    }
  }
  return pruned.filter(({ rows }) => rows > 0);
}

/** What goes by its age, and which of it. Of those that are numbered the last one stays, so that no number is given twice. */
const RECORDS = [
  {
    what: 'outbox_message',
    where: `state <> 'waiting' AND created_at < $1 AND number < (SELECT max(number) FROM dqs.outbox_message)`,
  },
  { what: 'event', where: 'at < $1 AND number < (SELECT max(number) FROM dqs.event)' },
  { what: 'alerting_step', where: 'NOT eventful AND at < $1' },
  {
    what: 'alerting_past',
    // What is still asked for follows from the last whole one before.
    where: `at < $1 AND version < (SELECT max(w.version) FROM dqs.alerting_past w
      WHERE w.alerting = dqs.alerting_past.alerting AND w.is_whole AND w.at < $1)`,
  },
] as const;

async function pruneRows(
  client: PoolClient,
  { what, where }: { readonly what: string; readonly where: string },
  before: number,
  isDryRun: boolean,
): Promise<number> {
  if (!isDryRun) return (await client.query(`DELETE FROM dqs.${what} WHERE ${where}`, [before])).rowCount ?? 0;
  const query = `SELECT count(*)::integer AS rows FROM dqs.${what} WHERE ${where}`;
  return (await client.query<{ rows: number }>(query, [before])).rows[0]!.rows;
}

interface Part {
  readonly table: (typeof OLD_DAYS)[number];
  readonly name: string;
  /** First day. */
  readonly from: number;
}

/** Parts of which every day is before one and has nothing left to grade. */
async function oldParts(client: PoolClient, before: number): Promise<readonly Part[]> {
  const { rows } = await client.query<{ table: Part['table']; name: string; bound: string }>(
    `SELECT p.relname AS table, c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
     FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
     JOIN pg_catalog.pg_class p ON p.oid = i.inhparent JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
     WHERE n.nspname = 'dqs' AND p.relname = ANY($1)`,
    [[...OLD_DAYS]],
  );
  const parts = rows.map(({ table, name, bound }) => ({ table, name, from: firstDay(bound) }));
  const open = await changedDays(client, { from: Number.NEGATIVE_INFINITY, to: before - 1 });
  const isOpen = (from: number) => open.some(({ day }) => day >= from && day < from + PART_DAYS);
  const old = parts.filter(({ from }) => from + PART_DAYS <= before && !isOpen(from));
  return old.sort((a, b) => a.from - b.from || OLD_DAYS.indexOf(a.table) - OLD_DAYS.indexOf(b.table));
}

function firstDay(bound: string): number {
  return Number(/FROM \('?(-?\d+)'?\)/.exec(bound)?.[1] ?? Number.NaN);
}

async function prunePart(client: PoolClient, { table, name, from }: Part, isDryRun: boolean): Promise<Pruned> {
  const query = `SELECT count(*)::integer AS rows FROM dqs.${name}`;
  const rows = (await client.query<{ rows: number }>(query)).rows[0]!.rows;
  if (!isDryRun) {
    await keepFrom(client, from + PART_DAYS);
    await client.query(`DROP TABLE dqs.${name}`);
  }
  return { what: `${table} from ${formatDay(from)}`, rows };
}
