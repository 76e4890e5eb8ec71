import { DqsError } from '../errors/dqs-error.js';

/**
 * Numbers rounded to some digits so that the printed ones add up: each to the nearest, then those with the greatest
 * rests move by one unit until the sum is that of the rounded total (largest remainders).
 *
 * @param values numbers whose sum is `total`.
 * @returns the rounded numbers, in units of the last digit; their sum is `Math.round(total × 10^digits)`.
 * @throws DqsError `invalid-argument` if the values are not finite, or their sum is further from the total than
 * rounding explains.
 */
export function roundedToSum(values: readonly number[], total: number, digits: number): number[] {
  const unit = 10 ** digits;
  const rounded = values.map((value) => Math.round(value * unit));
  const missing = Math.round(total * unit) - rounded.reduce((sum, value) => sum + value, 0);
  // Every rounding leaves half a unit at most: no number has to move twice.
  if (!(Math.abs(missing) <= values.length)) {
    throw new DqsError('invalid-argument', `expected finite values with the sum ${total}, got ${values.join(', ')}`, {
      details: { values, total },
    });
  }
  const step = Math.sign(missing);
  const rest = (i: number) => values[i]! * unit - rounded[i]!;
  const order = rounded.map((_, i) => i).sort((a, b) => step * (rest(b) - rest(a)));
  for (const i of order.slice(0, Math.abs(missing))) rounded[i]! += step;
  return rounded;
}
