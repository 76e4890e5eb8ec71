import type { GateCheck } from '@dqs/core';
import { z } from 'zod';

import { check, said, type LimitsOf } from './gate-report.js';
import { tooFew, type RowLimits, type ScoredRows } from './scored-rows.js';

/** Limit on the similarity of forecasts of different series. */
export const SPREAD_LIMITS = {
  /** Least spread of the forecasts, as a share of the spread of the series' own means. */
  minSpread: z.number().min(0).max(1).default(0.1),
};

/** Below this spread of the series' own levels, in points, forecasts may be equal because the series are. */
const LEAST_SPREAD = 3;

/**
 * A model must tell series apart that differ. Compared is the standard deviation of its means with that of the steadiest
 * naive forecast, so that a history of equal series does not count against the model.
 */
export function constantForecastsCheck(
  rows: ScoredRows,
  limits: RowLimits & LimitsOf<typeof SPREAD_LIMITS>,
): GateCheck {
  const name = 'constant-forecasts';
  const few = tooFew(rows, { minRows: limits.minRows, minDays: 1 });
  if (few !== undefined) return check(name, 'inconclusive', few);
  const spread = deviation(rows.expected);
  const natural = Math.min(...Object.values(rows.naive).map(deviation));
  const figures = { value: natural > 0 ? spread / natural : undefined, threshold: limits.minSpread };
  if (natural < LEAST_SPREAD) {
    const reason = `the series hardly differ (standard deviation ${said(natural)} points), so equal forecasts prove nothing`;
    return check(name, spread > 0 ? 'pass' : 'inconclusive', reason, figures);
  }
  const isConstant = spread < limits.minSpread * natural;
  const reason =
    `the forecasts have a standard deviation of ${said(spread, 3)} points, the series' own levels one of ${said(natural)}` +
    (isConstant ? ': the model says nearly the same of all' : '');
  return check(name, isConstant ? 'fail' : 'pass', reason, figures);
}

/** Standard deviation of the values that are there; percentages need no second pass to be exact enough. */
function deviation(values: Float64Array): number {
  let [sum, squares, count] = [0, 0, 0];
  for (const value of values) {
    if (value !== value) continue;
    sum += value;
    squares += value * value;
    count += 1;
  }
  if (count === 0) return Number.NaN;
  // Rounding leaves a trace of a constant; it is no spread.
  const variance = squares / count - (sum / count) ** 2;
  return variance < 1e-9 ? 0 : Math.sqrt(variance);
}
