import type { StoreDatabase } from '../database/store-database.js';
import { SCHEMA } from './boss.js';

/** How many jobs of a kind there are, and how old the oldest are. Times are milliseconds since 1970. */
export interface JobTotals {
  readonly kind: string;
  /** Those that are due and that nobody has begun. */
  readonly waiting: number;
  /** Since when the oldest of them is due; null without one. */
  readonly oldestDueAt: number | null;
  readonly running: number;
  /** When the oldest attempt that runs began. */
  readonly oldestStartedAt: number | null;
  /** Those that have failed for good within the time that was asked for. */
  readonly failed: number;
  /** Those that were done within it. */
  readonly done: number;
}

/**
 * Totals of the jobs of each kind that has any, by one statement: whoever watches a queue need not open it.
 *
 * @param now milliseconds since 1970.
 * @param since what ended before it is not counted.
 * @returns none if the database has no queue yet.
 */
export async function jobTotals(database: StoreDatabase, now: number, since: number): Promise<readonly JobTotals[]> {
  return database.withClient(async (client) => {
    const { rows: found } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('${SCHEMA}.job') IS NOT NULL AS there`,
    );
    if (!found[0]!.there) return [];
    const { rows } = await client.query<Row>(TOTALS, [new Date(now), new Date(since)]);
    return rows.map(totalsOf);
  });
}

/** As the driver hands them over: whole numbers, and times as milliseconds. */
interface Row {
  readonly kind: string;
  readonly waiting: number;
  readonly due: number | null;
  readonly running: number;
  readonly started: number | null;
  readonly failed: number;
  readonly done: number;
}

const TOTALS = `
  SELECT name AS kind,
    count(*) FILTER (WHERE state IN ('created', 'retry') AND start_after <= $1)::int AS waiting,
    (extract(epoch FROM min(start_after) FILTER (WHERE state IN ('created', 'retry') AND start_after <= $1)) * 1000)::float8 AS due,
    count(*) FILTER (WHERE state = 'active')::int AS running,
    (extract(epoch FROM min(started_on) FILTER (WHERE state = 'active')) * 1000)::float8 AS started,
    count(*) FILTER (WHERE state = 'failed' AND completed_on > $2)::int AS failed,
    count(*) FILTER (WHERE state = 'completed' AND completed_on > $2)::int AS done
  FROM ${SCHEMA}.job
  WHERE name NOT LIKE '\\_\\_pgboss%'
  GROUP BY name ORDER BY name`;

function totalsOf({ due, started, ...row }: Row): JobTotals {
  const whole = (ms: number | null) => (ms === null ? null : Math.round(ms));
  return { ...row, oldestDueAt: whole(due), oldestStartedAt: whole(started) };
}
