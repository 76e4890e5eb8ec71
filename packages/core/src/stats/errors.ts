/** Absolute error of each forecast, in the units of the values; NaN if a side is missing. */
export function absoluteErrors(actual: ArrayLike<number>, forecast: ArrayLike<number>): Float64Array {
  const errors = new Float64Array(actual.length);
  for (let row = 0; row < errors.length; row += 1) errors[row] = Math.abs(actual[row]! - forecast[row]!);
  return errors;
}

/**
 * Mean absolute error of forecasts, in the units of the values; pairs with a NaN on either side are left out.
 *
 * @returns NaN if no pair is left.
 */
export function meanAbsoluteError(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return meanOver(actual, forecast, (a, f) => Math.abs(a - f));
}

/** Root of the mean squared error; NaN rules as in {@link meanAbsoluteError}. */
export function rootMeanSquaredError(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return Math.sqrt(meanOver(actual, forecast, (a, f) => (a - f) ** 2));
}

/** Mean of forecast minus actual: positive when forecasts are too high; NaN rules as in {@link meanAbsoluteError}. */
export function meanError(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return meanOver(actual, forecast, (a, f) => f - a);
}

function meanOver(actual: ArrayLike<number>, forecast: ArrayLike<number>, loss: (a: number, f: number) => number) {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < actual.length; i += 1) {
    const value = loss(actual[i]!, forecast[i]!);
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
}
