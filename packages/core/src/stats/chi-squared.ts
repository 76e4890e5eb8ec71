import { normalQuantile } from './normal.js';
import { upperIncompleteGamma } from './incomplete-gamma.js';

/**
 * P(X > x) of the chi-squared distribution.
 *
 * @param x the statistic, 0 or more.
 * @param freedom degrees of freedom, above 0.
 */
export function chiSquaredSurvival(x: number, freedom: number): number {
  return upperIncompleteGamma(freedom / 2, x / 2);
}

/**
 * The x with P(X ≤ x) = `p` of the chi-squared distribution, to about 1e-12 of itself: bisection, from Wilson and Hilferty's
 * approximation (1931) on.
 *
 * @param p in [0, 1).
 * @param freedom degrees of freedom, above 0.
 */
export function chiSquaredQuantile(p: number, freedom: number): number {
  if (p <= 0) return 0;
  const nine = 2 / (9 * freedom);
  const start = Math.max(1e-12, freedom * (1 - nine + normalQuantile(p) * Math.sqrt(nine)) ** 3);
  let [low, high] = [start, start];
  while (chiSquaredSurvival(low, freedom) < 1 - p && low > 1e-300) low /= 2;
  while (chiSquaredSurvival(high, freedom) > 1 - p) high *= 2;
  while (high - low > 1e-14 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (chiSquaredSurvival(middle, freedom) > 1 - p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
