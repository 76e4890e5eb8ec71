/**
 * Pinball loss of a forecast quantile, in the units of the values: `(y − q)(τ − 1{y < q})`, 0 is perfect (Koenker and Bassett
 * 1978). Least in expectation for the true quantile; half the absolute error for the median.
 *
 * @param quantile the forecast q.
 * @param actual the value y that came.
 * @param level τ, between 0 and 1.
 */
export function pinballLoss(quantile: number, actual: number, level: number): number {
  return actual < quantile ? (quantile - actual) * (1 - level) : (actual - quantile) * level;
}
