import { MS_PER_DAY } from '@dqs/core';

import { Places } from '../columns/places.js';
import { compareGroups, groupId } from '../order/groups.js';
import { AGGREGATE_STATISTICS, type AggregateGroup, type DailyAggregates } from '../records/aggregates.js';
import type { Issue } from '../records/forecasts.js';
import type { GradeColumns, LedgerDay } from '../records/grades.js';
import type { SeriesTable } from '../series-table.js';
import { addForecast, addGrade, addResult, PLACE } from './aggregate-sums.js';
import type { GradePairs } from './pairs.js';

/** What the aggregates of a day are made from. */
interface DayGrades {
  readonly day: LedgerDay;
  readonly pairs: GradePairs;
  readonly grades: GradeColumns;
  /** By forecast, its first pair; rows + 1 entries. */
  readonly starts: Int32Array;
  /** By series, from when on it is left out. */
  readonly leftOutFrom: ReadonlyMap<number, number>;
}

/**
 * The aggregates of a day, a version for each time at which one changed. A version is summed up anew, in the order of the
 * forecasts, so that it does not depend on how it came about.
 */
export function aggregateDay(
  day: LedgerDay,
  pairs: GradePairs,
  grades: GradeColumns,
  series: SeriesTable,
): DailyAggregates {
  const known: DayGrades = { day, pairs, grades, starts: pairStarts(day, pairs), leftOutFrom: leftOut(day) };
  const groups = groupForecasts(known, series);
  const versions = groups.flatMap(({ rows }, group) =>
    timesOf(known, rows).map((knownFrom) => ({ group, knownFrom, rows })),
  );
  const width = AGGREGATE_STATISTICS.length;
  const values = new Float64Array(versions.length * width);
  versions.forEach(({ knownFrom, rows }, at) => {
    const sums = values.subarray(at * width, (at + 1) * width);
    for (const forecast of rows) addAsOf(known, forecast, knownFrom, sums);
  });
  return {
    day: new Int32Array(versions.length).fill(day.day),
    group: Int32Array.from(versions, ({ group }) => group),
    groups: groups.map(({ group }) => group),
    knownFrom: Float64Array.from(versions, ({ knownFrom }) => knownFrom),
    values,
  };
}

function pairStarts({ forecasts }: LedgerDay, pairs: GradePairs): Int32Array {
  const starts = new Int32Array(forecasts.series.length + 1);
  for (const forecast of pairs.forecast) starts[forecast + 1]! += 1;
  for (let forecast = 0; forecast < forecasts.series.length; forecast += 1) starts[forecast + 1]! += starts[forecast]!;
  return starts;
}

function leftOut({ interventions }: LedgerDay): ReadonlyMap<number, number> {
  return new Map(interventions.map(({ series, at }) => [series, at]));
}

/** The groups in their order, and the rows of the forecasts of each. */
function groupForecasts(known: DayGrades, series: SeriesTable) {
  const { forecasts } = known.day;
  const pools = poolsOf(forecasts.series, series);
  // Thirty thousand forecasts share a few issues and pools: a number says which group, and each group is named once.
  const places = new Map<number, { readonly group: AggregateGroup; readonly rows: number[] }>();
  for (let forecast = 0; forecast < forecasts.series.length; forecast += 1) {
    const start = known.starts[forecast]!;
    // Before the first result arrives, every forecast is live.
    const live = start === known.starts[forecast + 1] || known.grades.live[start] === 1;
    const [issue, pool] = [forecasts.issue[forecast]!, pools.place[forecast]!];
    const place = (issue * 2 + Number(live)) * pools.keys.length + pool;
    const found = places.get(place);
    if (found) found.rows.push(forecast);
    else places.set(place, { group: groupOf(forecasts.issues[issue]!, live, pools.keys[pool]!), rows: [forecast] });
  }
  return merged([...places.values()]).sort((a, b) => compareGroups(a.group, b.group));
}

type Pool = Pick<AggregateGroup, 'tenantId' | 'ruleCode' | 'level' | 'source'>;

function poolsOf(numbers: Int32Array, series: SeriesTable) {
  const pools = new Places<Pool>(({ tenantId, ruleCode, level, source }) =>
    JSON.stringify([tenantId, ruleCode, level, source]),
  );
  const byNumber = new Map<number, number>();
  const place = numbers.map((number) => {
    const known = byNumber.get(number) ?? pools.of(series.of(number));
    byNumber.set(number, known);
    return known;
  });
  return { place, keys: pools.values };
}

function groupOf({ arm, model, version }: Issue, live: boolean, pool: Pool): AggregateGroup {
  const { tenantId, ruleCode, level, source } = pool;
  return { arm, model, version, live, tenantId, ruleCode, level, source };
}

/** Issues that differ in their times alone are of one group; its forecasts stay in their order. */
function merged(parts: readonly { readonly group: AggregateGroup; readonly rows: number[] }[]) {
  const groups = new Places<AggregateGroup>(groupId);
  const rows: number[][] = [];
  for (const part of parts) {
    const place = groups.of(part.group);
    const before = rows[place];
    rows[place] = before ? [...before, ...part.rows].sort((a, b) => a - b) : part.rows;
  }
  return groups.values.map((group, place) => ({ group, rows: rows[place]! }));
}

/** When the sums of some forecasts changed, ascending. */
function timesOf({ day: { forecasts }, grades, starts, leftOutFrom }: DayGrades, rows: readonly number[]): number[] {
  const times = new Set<number>();
  for (const forecast of rows) {
    const { issuedAt } = forecasts.issues[forecasts.issue[forecast]!]!;
    times.add(issuedAt);
    const leftOutAt = leftOutFrom.get(forecasts.series[forecast]!);
    if (leftOutAt !== undefined) times.add(Math.max(issuedAt, leftOutAt));
    for (let pair = starts[forecast]!; pair < starts[forecast + 1]!; pair += 1) times.add(grades.knownFrom[pair]!);
  }
  return [...times].sort((a, b) => a - b);
}

/** Adds what is known of a forecast at a time. */
function addAsOf(known: DayGrades, forecast: number, at: number, sums: Float64Array): void {
  const { day, grades, pairs, starts, leftOutFrom } = known;
  const { forecasts, revisions } = day;
  const { issuedAt } = forecasts.issues[forecasts.issue[forecast]!]!;
  if (issuedAt > at) return;
  addForecast(sums, forecasts, forecast);
  const isLeftOut = (leftOutFrom.get(forecasts.series[forecast]!) ?? Number.POSITIVE_INFINITY) <= at;
  if (isLeftOut) sums[PLACE.intervened]! += 1;
  const first = starts[forecast]!;
  let last = first - 1;
  while (last + 1 < starts[forecast + 1]! && grades.knownFrom[last + 1]! <= at) last += 1;
  if (last < first) return;
  const { arrivedAt } = revisions.entries[revisions.entry[pairs.firstRevision[first]!]!]!;
  const delay = arrivedAt - (day.day + 1) * MS_PER_DAY;
  addResult(sums, revisions, pairs.revision[last]!, { corrections: last - first, delay });
  if (isLeftOut || grades.executions[last] === 0) return;
  const { pBelowTarget, predictedPassPercentage } = forecasts.numbers;
  const [odds, predicted] = [pBelowTarget[forecast]!, predictedPassPercentage[forecast]!];
  addGrade(sums, { grades, row: last, pBelowTarget: odds, predicted, lead: arrivedAt - issuedAt });
}
