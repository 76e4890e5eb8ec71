/** Count, mean and spread of some numbers. */
export interface Moments {
  readonly count: number;
  /** NaN where there is no number. */
  readonly mean: number;
  /** With divisor `count − 1`; NaN below two numbers. */
  readonly variance: number;
}

/** Moments in two passes: the mean first, then squares of what is left, so that large means cost no digits. */
export function moments(values: ArrayLike<number>): Moments {
  const count = values.length;
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += values[i]!;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i += 1) squares += (values[i]! - mean) ** 2;
  return { count, mean, variance: count < 2 ? Number.NaN : squares / (count - 1) };
}
