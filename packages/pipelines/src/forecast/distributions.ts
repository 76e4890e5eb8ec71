import { binomialTable, lowerThreshold, percentagesAbove, upperThreshold, type ExceedanceTable } from '@dqs/core/stats';
import type { ForecastRequests, SeriesHistory } from '@dqs/features';

import { expertForecasts, type MeanForecasts } from './distribution/expert-forecasts.js';
import { mixtureTable, type MixedForecasts } from './distribution/mixture-table.js';
import { wholeExecutions } from './point-forecast.js';
import type { Predictor } from './predictor.js';

/**
 * The predictive distribution of every request, the one place where it is made: all that a forecast says of ranges and odds is
 * read off it. It is the mixture of experts that the predictor has learned; where it has none, Binomial(n, p), n being the
 * executions usual for the series and p the model's output. Under the objective `l1` that output is a median, no mean; the binomial
 * around it is then the spread that chance alone would give.
 *
 * @param executions number of executions to expect by request; below 1 counts as 1.
 * @param meansOf the model's output by request, with the features it was made from.
 */
export function distributionsOf(
  { distribution, horizon }: Predictor,
  { history, requests }: { readonly history: SeriesHistory; readonly requests: ForecastRequests },
  executions: Float32Array,
  meansOf: (requests: ForecastRequests) => MeanForecasts,
  threads: number,
): MixedForecasts {
  if (distribution) {
    const make = (some: ForecastRequests) => expertForecasts(distribution, meansOf(some), threads);
    return mixtureTable({ model: distribution, history, requests, horizon, make });
  }
  const whole = new Int32Array(executions.length);
  for (let row = 0; row < whole.length; row += 1) whole[row] = wholeExecutions(executions[row]!);
  const { expected } = meansOf(requests);
  return { expected, table: binomialTable(whole, expected) };
}

/** Bounds of central intervals by row, percentages in [0, 100]. */
export interface IntervalBounds {
  readonly lower80: Float64Array;
  readonly upper80: Float64Array;
  readonly lower95: Float64Array;
  readonly upper95: Float64Array;
}

/** The central intervals of 80 and 95 % of every row. */
export function intervalBounds(table: ExceedanceTable): IntervalBounds {
  return {
    lower80: percentagesAbove(table, lowerThreshold(0.8)),
    upper80: percentagesAbove(table, upperThreshold(0.8)),
    lower95: percentagesAbove(table, lowerThreshold(0.95)),
    upper95: percentagesAbove(table, upperThreshold(0.95)),
  };
}

/**
 * The intervals around what is published. A median that is published as the model gave it (objective `l1`) need not be a number of
 * passes of the distribution; the intervals are widened where they would leave it out.
 */
export function boundsOf(table: ExceedanceTable, predicted: Float64Array): IntervalBounds {
  const bounds = intervalBounds(table);
  for (const lower of [bounds.lower80, bounds.lower95]) {
    for (let row = 0; row < lower.length; row += 1) lower[row] = Math.min(lower[row]!, predicted[row]!);
  }
  for (const upper of [bounds.upper80, bounds.upper95]) {
    for (let row = 0; row < upper.length; row += 1) upper[row] = Math.max(upper[row]!, predicted[row]!);
  }
  return bounds;
}
