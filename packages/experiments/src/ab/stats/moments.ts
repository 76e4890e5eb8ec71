/** Count, mean, spread and skew of some numbers. */
export interface Moments {
  readonly count: number;
  /** NaN if there is no number. */
  readonly mean: number;
  /** With divisor `count − 1`; NaN below two numbers. */
  readonly variance: number;
  /** Third central moment; NaN if there is no number. */
  readonly thirdMoment: number;
}

/**
 * Moments in two passes: the mean first, then powers of the deviations. Values are shifted by the first number, so that
 * large means cost no digits.
 */
export function moments(values: ArrayLike<number>): Moments {
  const count = values.length;
  const origin = originOf(values);
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += values[i]! - origin;
  const shifted = sum / count;
  let [rest, squares, cubes] = [0, 0, 0];
  for (let i = 0; i < count; i += 1) {
    const distance = values[i]! - origin - shifted;
    rest += distance;
    squares += distance ** 2;
    cubes += distance ** 3;
  }
  // The rounding error of the first moment belongs to the mean, not to the spread (Chan, Golub and LeVeque 1983).
  const variance = count < 2 ? Number.NaN : (squares - rest ** 2 / count) / (count - 1);
  return { count, mean: origin + (shifted + rest / count), variance, thirdMoment: cubes / count };
}

/** Mean of the second numbers minus mean of the first, exact if both are large and close together. */
export function meanDifference(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const origin = originOf(first);
  const meanFrom = (values: ArrayLike<number>) => {
    const count = values.length;
    let sum = 0;
    for (let i = 0; i < count; i += 1) sum += values[i]! - origin;
    return sum / count;
  };
  return meanFrom(second) - meanFrom(first);
}

/** A finite value to shift by. */
function originOf(values: ArrayLike<number>): number {
  const first = values.length > 0 ? values[0]! : Number.NaN;
  return Number.isFinite(first) ? first : 0;
}
