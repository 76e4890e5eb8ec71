import { longRunVariance, serialCorrelation, tQuantile } from '@dqs/core/stats';

/** What a number a day was before: the standard that later days are held against. Survives JSON. */
export interface DailyReference {
  /** Days that it was measured on. */
  readonly days: number;
  readonly mean: number;
  /** Upper bound of the true mean, at a confidence of 1 − α / 2: what is above it is not the luck of the reference. */
  readonly high: number;
  /** Standard deviation of a day. */
  readonly deviation: number;
  /** Variance of a sum of days over their number, and its degrees of freedom; see `longRunVariance`. */
  readonly variance: number;
  readonly freedom: number;
  /** Correlation of a day with the one before, in [0, 0.9]. */
  readonly correlation: number;
}

/** Fewer days say too little of how days vary. */
export const LEAST_REFERENCE_DAYS = 21;

/**
 * The reference of values, one a day, in order of time; NaN is left out.
 *
 * @param alpha share of false alarms that later evidence may have in all; half of it is spent on the luck of the reference.
 * @returns `undefined` with fewer than {@link LEAST_REFERENCE_DAYS} values.
 */
export function dailyReference(values: Float64Array, alpha: number): DailyReference | undefined {
  const seen = values.filter((value) => value === value);
  const days = seen.length;
  if (days < LEAST_REFERENCE_DAYS) return undefined;
  const mean = seen.reduce((sum, value) => sum + value, 0) / days;
  const errors = seen.map((value) => value - mean);
  const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / (days - 1));
  const { variance, freedom } = longRunVariance(errors);
  const high = mean + tQuantile(1 - alpha / 2, freedom) * Math.sqrt(variance / days);
  return { days, mean, high, deviation, variance, freedom, correlation: serialCorrelation(errors) };
}
