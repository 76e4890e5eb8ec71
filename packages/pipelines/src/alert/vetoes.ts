import { extendVeto, isVetoed } from '@dqs/alerting';
import { WARNING_ODDS } from '@dqs/core';
import type { EProcess } from '@dqs/core/stats';

import type { KnownDay } from './known-day.js';
import { percentageOf } from './known-results.js';

/**
 * The series whose own warnings speak against them, as known at a time.
 *
 * @param days in ascending order.
 * @param judgedDay the last day of a series whose results are complete.
 * @param targetOf the pass percentage that a series should reach.
 */
export function vetoedSeries(
  days: readonly KnownDay[],
  at: number,
  judgedDay: (series: number) => number,
  targetOf: (series: number) => number,
): ReadonlySet<number> {
  const records = new Map<number, EProcess>();
  for (const day of days) {
    for (const series of day.forecastSeries) {
      if (day.day > judgedDay(series) || day.isIntervened(series, at)) continue;
      const row = day.forecastRow(series, at);
      if (row === undefined || day.pBelow(row) < WARNING_ODDS) continue;
      const percentage = percentageOf(day.results.of(series, at));
      if (percentage === undefined) continue;
      records.set(series, extendVeto(records.get(series), day.pBelow(row), percentage < targetOf(series)));
    }
  }
  return new Set([...records].filter(([, record]) => isVetoed(record)).map(([series]) => series));
}
