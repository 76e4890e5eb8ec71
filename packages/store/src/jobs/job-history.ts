import type { StoreDatabase } from '../database/store-database.js';
import { SCHEMA, stateOf, whyOf } from './boss.js';
import type { Job } from './job.js';

/** How the jobs of a kind have gone. Times are milliseconds since 1970. */
export interface JobHistory {
  readonly kind: string;
  /** The job that was begun last; null where there was none in the time that jobs are kept. */
  readonly last: Pick<Job, 'key' | 'state' | 'createdAt' | 'dueAt' | 'startedAt' | 'endedAt' | 'why'> | null;
  /** Jobs that nobody has begun. */
  readonly waiting: number;
  /** When the first of them is due; null without one. */
  readonly dueAt: number | null;
  /** The 24 hours up to now, the oldest first: jobs that ended in them, done and failed. */
  readonly hours: readonly JobHour[];
  /** Time from being put to the end of those that were done in the last seven days; null without any. */
  readonly through: { readonly last: number; readonly by95: number } | null;
}

/** Jobs that ended within an hour. */
export interface JobHour {
  readonly done: number;
  readonly failed: number;
}

const HOURS = 24;
const THROUGH_DAYS = 7;

/**
 * How the jobs of each kind that has any have gone, without opening their queue: three statements, however many there are.
 *
 * @param now milliseconds since 1970.
 * @returns none if the database has no queue yet.
 */
export async function jobHistory(database: StoreDatabase, now: number): Promise<readonly JobHistory[]> {
  return database.withClient(async (client) => {
    const { rows: found } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('${SCHEMA}.job') IS NOT NULL AS there`,
    );
    if (!found[0]!.there) return [];
    const { rows: totals } = await client.query<TotalRow>(TOTALS, [new Date(now), THROUGH_DAYS]);
    const { rows: last } = await client.query<LastRow>(LAST);
    const { rows: hours } = await client.query<HourRow>(BY_HOUR, [new Date(now), HOURS]);
    return totals.map((one) => historyOf(one, last, hours));
  });
}

interface TotalRow {
  readonly kind: string;
  readonly waiting: number;
  readonly due: number | null;
  readonly last: number | null;
  readonly by95: number | null;
}

interface LastRow {
  readonly kind: string;
  readonly key: string;
  readonly state: Parameters<typeof stateOf>[0];
  readonly created: number;
  readonly due: number;
  readonly started: number;
  readonly ended: number | null;
  readonly output: object | null;
}

interface HourRow extends JobHour {
  readonly kind: string;
  /** Hours ago. */
  readonly ago: number;
}

/** Jobs of ours: pg-boss has some of its own. */
const OWN = `name NOT LIKE '\\_\\_pgboss%'`;
const ms = (time: string) => `(extract(epoch FROM ${time}) * 1000)::float8`;
const THROUGH = ms('(completed_on - created_on)');
const IS_RECENT = `state = 'completed' AND completed_on > $1::timestamptz - make_interval(days => $2)`;

const TOTALS = `
  SELECT name AS kind,
    count(*) FILTER (WHERE state IN ('created', 'retry'))::int AS waiting,
    ${ms(`min(start_after) FILTER (WHERE state IN ('created', 'retry'))`)} AS due,
    (array_agg(${THROUGH} ORDER BY completed_on DESC) FILTER (WHERE ${IS_RECENT}))[1] AS last,
    percentile_cont(0.95) WITHIN GROUP (ORDER BY ${THROUGH}) FILTER (WHERE ${IS_RECENT}) AS by95
  FROM ${SCHEMA}.job WHERE ${OWN} GROUP BY name ORDER BY name`;

const LAST = `
  SELECT DISTINCT ON (name) name AS kind, data->>'key' AS key, state, ${ms('created_on')} AS created,
    ${ms('start_after')} AS due, ${ms('started_on')} AS started, ${ms('completed_on')} AS ended, output
  FROM ${SCHEMA}.job WHERE ${OWN} AND started_on IS NOT NULL ORDER BY name, started_on DESC`;

const BY_HOUR = `
  SELECT name AS kind, floor(extract(epoch FROM $1::timestamptz - completed_on) / 3600)::int AS ago,
    count(*) FILTER (WHERE state = 'completed')::int AS done, count(*) FILTER (WHERE state = 'failed')::int AS failed
  FROM ${SCHEMA}.job
  WHERE ${OWN} AND state IN ('completed', 'failed') AND completed_on <= $1
    AND completed_on > $1::timestamptz - make_interval(hours => $2)
  GROUP BY 1, 2`;

function historyOf(
  { kind, waiting, due, last, by95 }: TotalRow,
  lasts: readonly LastRow[],
  byHour: readonly HourRow[],
) {
  const begun = lasts.find((one) => one.kind === kind);
  const hours = Array.from({ length: HOURS }, (_, i): JobHour => {
    const found = byHour.find((one) => one.kind === kind && one.ago === HOURS - 1 - i);
    return { done: found?.done ?? 0, failed: found?.failed ?? 0 };
  });
  return {
    ...{ kind, waiting, dueAt: whole(due), hours },
    last: begun === undefined ? null : jobOfRow(begun),
    through: last === null || by95 === null ? null : { last: Math.round(last), by95: Math.round(by95) },
  };
}

function jobOfRow({ key, state, created, due, started, ended, output }: LastRow): JobHistory['last'] {
  return {
    ...{ key, state: stateOf(state), createdAt: Math.round(created), dueAt: Math.round(due) },
    ...{ startedAt: Math.round(started), endedAt: whole(ended) },
    why: state === 'completed' ? null : whyOf(output),
  };
}

function whole(time: number | null): number | null {
  return time === null ? null : Math.round(time);
}
