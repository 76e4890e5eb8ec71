import { median } from '@dqs/core/stats';

/** Days at the end of a history within which a series needs a result to count as active. */
export const RECENT_DAYS = 28;

/**
 * The observed days of every series, by column: entry i belongs to the series s with `offsets[s] <= i < offsets[s + 1]`,
 * days ascend within a series. The `SeriesHistory` of `@dqs/features` is one.
 */
export interface ObservedSeries {
  readonly series: readonly {
    readonly tenantId: string;
    readonly datasetUuid: string;
    readonly ruleCode: string;
  }[];
  readonly offsets: Int32Array;
  readonly day: Int32Array;
  readonly passes: Int32Array;
  readonly executions: Int32Array;
  /** First and last observed day; 0 and −1 if nothing was observed. */
  readonly firstDay: number;
  readonly lastDay: number;
}

/** A text that is equal for the same tenant, dataset and rule, and for no others. */
export function seriesId({ tenantId, datasetUuid, ruleCode }: ObservedSeries['series'][number]): string {
  return JSON.stringify([tenantId, datasetUuid, ruleCode]);
}

/** Index by {@link seriesId}. */
export function seriesIndex({ series }: ObservedSeries): Map<string, number> {
  return new Map(series.map((one, i) => [seriesId(one), i]));
}

/** Ids of the series with a result in `from … to`. */
export function activeSeries(history: ObservedSeries, from: number, to: number): Set<string> {
  const active = new Set<string>();
  history.series.forEach((one, s) => {
    for (let i = history.offsets[s]!; i < history.offsets[s + 1]!; i += 1) {
      if (history.day[i]! < from || history.day[i]! > to) continue;
      active.add(seriesId(one));
      return;
    }
  });
  return active;
}

/** Number of series with a result, by day from `firstDay` to `lastDay`. */
export function seriesByDay({ day, firstDay, lastDay }: ObservedSeries): Int32Array {
  const counts = new Int32Array(Math.max(0, lastDay - firstDay + 1));
  for (const value of day) counts[value - firstDay]! += 1;
  return counts;
}

/** Median executions a day of every series, by id. */
export function usualExecutions(history: ObservedSeries): Map<string, number> {
  const { series, offsets, executions } = history;
  return new Map(series.map((one, s) => [seriesId(one), median(executions.subarray(offsets[s], offsets[s + 1]))]));
}
