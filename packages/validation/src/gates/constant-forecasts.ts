import { check, said, type GateCheck } from './gate-report.js';
import { meanOf, tooFew, type ScoredRows } from './scored-rows.js';
import type { Thresholds } from './thresholds.js';

/** Below this spread of the series' own levels, in points, forecasts may be equal because the series are. */
const LEAST_SPREAD = 3;

/**
 * A model must tell series apart that differ. Compared is the standard deviation of its means with that of the steadiest
 * naive forecast, so that a history of equal series does not count against the model.
 */
export function constantForecastsCheck(
  rows: ScoredRows,
  limits: Pick<Thresholds, 'minRows' | 'minDays' | 'minSpread'>,
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

function deviation(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}
