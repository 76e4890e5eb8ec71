import type { ForecastRow } from '@dqs/core';

/** What forecasts are sorted by. */
export type ForecastOrder = 'odds' | 'change' | 'expected';

/** The value that stands first where it is lowest; a missing one stands last. */
const KEYS: Readonly<Record<ForecastOrder, (row: ForecastRow) => number>> = {
  odds: (row) => -row.pBelowTarget,
  change: (row) =>
    row.naivePassPercentage === null ? Number.POSITIVE_INFINITY : row.expectedPassPercentage - row.naivePassPercentage,
  expected: (row) => row.expectedPassPercentage,
};

/**
 * Forecasts in an order: `odds` puts those first that are most likely below their target, `change` those whose expected percentage
 * lies furthest below the naive one, `expected` those with the lowest expected percentage. Of equal ones the lower expected
 * percentage is first, then the earlier in `rows`.
 */
export function sortForecasts(rows: readonly ForecastRow[], order: ForecastOrder): ForecastRow[] {
  const key = KEYS[order];
  const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);
  return [...rows].sort(
    (a, b) => compare(key(a), key(b)) || compare(a.expectedPassPercentage, b.expectedPassPercentage),
  );
}
