import { concatForecasts, pickForecasts } from '../columns/forecast-columns.js';
import { gatherGrades } from '../columns/grade-columns.js';
import { concatRevisions, pickRevisions } from '../columns/revision-columns.js';
import { dayOfId, daysOfIds, ID_BYTES, idText } from '../forecast-id.js';
import { forecastOrder, revisionOrder } from '../order/sorted-rows.js';
import { gatherAggregates } from '../order/groups.js';
import type { Intervention, RevisionColumns } from '../records/actuals.js';
import type { DailyAggregates } from '../records/aggregates.js';
import type { LedgerForecasts } from '../records/forecasts.js';
import { GRADE_STATUS, type LedgerGrades } from '../records/grades.js';
import type { SeriesTable } from '../series-table.js';
import type { AggregateQuery, LedgerQuery } from '../store.js';
import type { DayShelf } from './day-shelf.js';

const FOREVER = Number.POSITIVE_INFINITY;

/** Whether a query asks for a series. */
function asksFor({ series, tenants }: LedgerQuery, table: SeriesTable): (number: number) => boolean {
  const [numbers, names] = [series && new Set(series), tenants && new Set(tenants)];
  return (number) => (numbers?.has(number) ?? true) && (names?.has(table.of(number).tenantId) ?? true);
}

export function readForecasts(shelves: readonly DayShelf[], query: LedgerQuery, table: SeriesTable): LedgerForecasts {
  const isWanted = asksFor(query, table);
  const { knownAt = FOREVER, arms, ids } = query;
  const named = ids && new Set(Array.from(daysOfIds(ids), (_, row) => idText(ids, row)));
  const parts = shelves.map(({ forecasts }) => {
    const rows = Array.from(forecasts.series.keys()).filter((row) => {
      const { issuedAt, arm } = forecasts.issues[forecasts.issue[row]!]!;
      const isNamed = named?.has(idText(forecasts.ids, row)) ?? true;
      return isNamed && issuedAt <= knownAt && (arms?.includes(arm) ?? true) && isWanted(forecasts.series[row]!);
    });
    return pickForecasts(forecasts, rows);
  });
  const found = concatForecasts(parts);
  return pickForecasts(found, forecastOrder(found, table));
}

export function readGrades(shelves: readonly DayShelf[], query: LedgerQuery, table: SeriesTable): LedgerGrades {
  const forecasts = readForecasts(shelves, query, table);
  const { knownAt = FOREVER } = query;
  const places = new Map(shelves.map(({ day }, place) => [day, place]));
  const rows = forecasts.series.length;
  const [part, row] = [new Int32Array(rows).fill(-1), new Int32Array(rows)];
  const status = new Uint8Array(rows);
  const noResult: number[] = [];
  for (let i = 0; i < rows; i += 1) {
    const place = places.get(dayOfId(forecasts.ids.subarray(i * ID_BYTES)))!;
    const shelf = shelves[place]!;
    const found = shelf.gradeRow(idText(forecasts.ids, i), knownAt);
    if (found !== undefined) [part[i], row[i]] = [place, found];
    else noResult.push(i);
    if (found !== undefined && shelf.grades.executions[found]! > 0) status[i] = GRADE_STATUS.graded;
    const intervention = shelf.interventions.get(forecasts.series[i]!);
    if (intervention && intervention.at <= knownAt) status[i] = GRADE_STATUS.intervened;
  }
  const grades = gatherGrades(shelves.map((shelf) => shelf.grades), part, row); // prettier-ignore
  // Before the first result arrives, every forecast is live.
  for (const i of noResult) grades.live[i] = 1;
  return { ...grades, ids: forecasts.ids, status };
}

export function readRevisions(shelves: readonly DayShelf[], query: LedgerQuery, table: SeriesTable): RevisionColumns {
  const isWanted = asksFor(query, table);
  const { knownAt = FOREVER } = query;
  const parts = shelves.map(({ revisions }) => {
    const rows = Array.from(revisions.series.keys()).filter(
      (row) => revisions.entries[revisions.entry[row]!]!.arrivedAt <= knownAt && isWanted(revisions.series[row]!),
    );
    return pickRevisions(revisions, rows);
  });
  const found = concatRevisions(parts);
  return pickRevisions(found, revisionOrder(found, table));
}

export function readInterventions(
  shelves: readonly DayShelf[],
  query: LedgerQuery,
  table: SeriesTable,
): readonly Intervention[] {
  const isWanted = asksFor(query, table);
  const { knownAt = FOREVER } = query;
  return shelves.flatMap(({ interventions }) =>
    [...interventions.values()]
      .filter(({ series, at }) => at <= knownAt && isWanted(series))
      .sort((a, b) => table.rank(a.series) - table.rank(b.series)),
  );
}

export function readAggregates(
  shelves: readonly DayShelf[],
  { knownAt = FOREVER, knownAfter = -FOREVER, tenants, arms }: AggregateQuery,
): DailyAggregates {
  const parts = shelves.flatMap(({ aggregates }) => aggregates ?? []);
  return gatherAggregates(parts, ({ group, groups, knownFrom }, row) => {
    const { tenantId, arm } = groups[group[row]!]!;
    // Versions of a group follow each other by time: the last that is known counts.
    const next = group[row + 1] === group[row] ? knownFrom[row + 1]! : Number.NaN;
    const isCurrent = knownFrom[row]! <= knownAt && !(next <= knownAt);
    return (
      isCurrent &&
      knownFrom[row]! > knownAfter &&
      (tenants?.includes(tenantId) ?? true) &&
      (arms?.includes(arm) ?? true)
    );
  });
}
