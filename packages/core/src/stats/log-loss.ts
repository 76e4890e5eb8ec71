/** A forecast of 0 or 100 is moved this far inside; otherwise a single surprise would cost without limit. */
const CERTAINTY = 0.001;

/**
 * Cross-entropy of forecast percentages in nats, weighted: `−Σ w (y ln p + (1 − y) ln(1 − p)) / Σ w`, y and p being
 * fractions and p cut off at 0.001 and 0.999. Pairs with a NaN on either side are left out.
 *
 * @param actual percentages in [0, 100].
 * @param forecast expected percentages in [0, 100].
 * @param weight weight by row, executions say, above 0.
 * @returns NaN if no pair is left.
 */
export function weightedLogLoss(actual: Float64Array, forecast: Float64Array, weight: Float64Array): number {
  let loss = 0;
  let total = 0;
  for (let row = 0; row < actual.length; row += 1) {
    const y = actual[row]! / 100;
    const p = Math.min(1 - CERTAINTY, Math.max(CERTAINTY, forecast[row]! / 100));
    const one = -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
    if (Number.isNaN(one)) continue;
    loss += weight[row]! * one;
    total += weight[row]!;
  }
  return total === 0 ? Number.NaN : loss / total;
}
