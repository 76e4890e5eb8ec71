import type { ChangedDay, LedgerDays } from '@dqs/ledger';
import type { PoolClient } from 'pg';

import { isGone } from '../retention/kept-from.js';

/**
 * Counts a change of each of some days. The last statement of its transaction: until that ends, others who change one of the
 * days wait; and in the order of days, so that no two wait for each other.
 */
export async function markChanged(client: PoolClient, days: Iterable<number>): Promise<void> {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  if (sorted.length === 0) return;
  await client.query(
    `INSERT INTO dqs.day (day, changes) SELECT day, 1 FROM unnest($1::integer[]) AS day ORDER BY day
     ON CONFLICT (day) DO UPDATE SET changes = dqs.day.changes + 1`,
    [sorted],
  );
}

/** How often a day has changed. */
export async function changesOf(client: PoolClient, day: number): Promise<number> {
  const { rows } = await client.query<ChangedDay>('SELECT changes FROM dqs.day WHERE day = $1', [day]);
  return rows[0]?.changes ?? 0;
}

/** The versions of days, in their order: how often they have changed, and up to which change they are settled. */
export async function versionsOf(client: PoolClient, days: Int32Array): Promise<readonly (string | undefined)[]> {
  const { rows } = await client.query<ChangedDay & { settled: number }>(
    `SELECT day, changes, settled FROM dqs.day WHERE day = ANY($1) AND NOT ${isGone('day')}`,
    [[...new Set(days)]],
  );
  const versions = new Map(rows.map(({ day, changes, settled }) => [day, `${changes} ${settled}`]));
  return Array.from(days, (day) => versions.get(day));
}

/** The days that have changed since they were settled, of those that can still be graded. */
export async function changedDays(client: PoolClient, days?: LedgerDays): Promise<readonly ChangedDay[]> {
  const { rows } = await client.query<ChangedDay>(
    `SELECT day, changes FROM dqs.day
     WHERE settled < changes AND NOT ${isGone('day')} AND ($1::float8 IS NULL OR day >= $1) AND ($2::float8 IS NULL OR day <= $2) ORDER BY day`,
    [days?.from ?? null, days?.to ?? null],
  );
  return rows;
}

/** The first and the last day of forecasts, or of their figures where they are gone. */
export async function spanOf(client: PoolClient): Promise<LedgerDays | undefined> {
  const { rows } = await client.query<{ from: number | null; to: number | null }>(
    `SELECT least(min(target_day), (SELECT min(day) FROM dqs.aggregate)) AS from,
       greatest(max(target_day), (SELECT max(day) FROM dqs.aggregate)) AS to FROM dqs.forecast`,
  );
  const { from, to } = rows[0]!;
  return from === null || to === null ? undefined : { from, to };
}

/**
 * Locks a day for the one who settles it.
 *
 * @returns up to which change it is settled; undefined if its forecasts are gone, and with them all that it could be graded by.
 */
export async function lockDay(client: PoolClient, day: number): Promise<number | undefined> {
  await client.query('INSERT INTO dqs.day (day, changes) VALUES ($1, 0) ON CONFLICT DO NOTHING', [day]);
  const query = `SELECT settled, ${isGone('day')} AS gone FROM dqs.day WHERE day = $1 FOR UPDATE`;
  const { settled, gone } = (await client.query<{ settled: number; gone: boolean }>(query, [day])).rows[0]!;
  return gone ? undefined : settled;
}
