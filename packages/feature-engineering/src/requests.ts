import { DqsError } from '@dqs/core';

import type { ForecastRequests, SeriesHistory } from './history/series-history.js';

/** Requests for observed days, with their outcomes. */
export interface ObservedRequests extends ForecastRequests {
  /** Pass fraction of the target day, in [0, 1]. */
  readonly passFraction: Float32Array;
  /** Executions of the target day, 1 or more. */
  readonly executions: Float32Array;
  /** Entry of the target day in the columns of the history, which has the counts themselves. */
  readonly entry: Int32Array;
}

/** Days from the as-of day to a target day of a series, 1 or more. */
export type HorizonOf = (series: number, day: number) => number;

/** Which observed days {@link observedRequests} takes. */
export interface ObservedRange {
  /** First and last target day, both included. */
  readonly fromDay: number;
  readonly toDay: number;
  /** Days from the as-of day to the target, 1 or more: the same for all, or by series and target day. */
  readonly horizon: number | HorizonOf;
}

/** A request for every observed day of every series in a range, by series, then day. */
export function observedRequests(history: SeriesHistory, range: ObservedRange): ObservedRequests {
  const { fromDay, toDay, horizon } = range;
  if (typeof horizon === 'number' && (!Number.isInteger(horizon) || horizon < 1)) {
    throw new DqsError('invalid-argument', `expected a horizon of 1 or more whole days, got ${horizon}`);
  }
  const horizonOf = typeof horizon === 'number' ? () => horizon : horizon;
  const isIn = (day: number) => day >= fromDay && day <= toDay;
  let size = 0;
  for (const day of history.day) if (isIn(day)) size += 1;
  const requests = {
    series: new Int32Array(size),
    targetDay: new Int32Array(size),
    asOfDay: new Int32Array(size),
    passFraction: new Float32Array(size),
    executions: new Float32Array(size),
    entry: new Int32Array(size),
  };
  let row = 0;
  for (let series = 0; series < history.series.length; series += 1) {
    for (let i = history.offsets[series]!; i < history.offsets[series + 1]!; i += 1) {
      const day = history.day[i]!;
      if (!isIn(day)) continue;
      requests.series[row] = series;
      requests.targetDay[row] = day;
      requests.asOfDay[row] = day - horizonOf(series, day);
      requests.passFraction[row] = history.passes[i]! / history.executions[i]!;
      requests.executions[row] = history.executions[i]!;
      requests.entry[row] = i;
      row += 1;
    }
  }
  return requests;
}

/**
 * Refuses requests that could look into the future or name no series.
 *
 * @throws DqsError `invalid-argument` for the first one that does.
 */
export function assertRequests(history: SeriesHistory, requests: ForecastRequests): void {
  const { series, targetDay, asOfDay } = requests;
  if (series.length !== targetDay.length || series.length !== asOfDay.length) {
    throw new DqsError(
      'invalid-argument',
      `expected columns of equal length, got ${series.length}, ${targetDay.length} and ${asOfDay.length}`,
    );
  }
  for (let row = 0; row < series.length; row += 1) {
    if (asOfDay[row]! >= targetDay[row]!) {
      throw new DqsError(
        'invalid-argument',
        `expected an as-of day before the target day in request ${row}, got ${asOfDay[row]} and ${targetDay[row]}`,
      );
    }
    if (series[row]! < 0 || series[row]! >= history.series.length) {
      throw new DqsError(
        'invalid-argument',
        `expected a series from 0 to ${history.series.length - 1} in request ${row}, got ${series[row]}`,
      );
    }
  }
}
