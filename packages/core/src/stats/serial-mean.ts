import { meanVarianceInflation, serialCorrelation } from './serial-correlation.js';
import { tQuantile } from './student-t.js';

/** A mean with an interval that holds it. */
export interface MeanInterval {
  /** NaN if there is no value. */
  readonly mean: number;
  /** Ends of the interval; NaN below two days. */
  readonly low: number;
  readonly high: number;
}

/** Values summed up by day, in order of time; both of the same length. */
export interface DailySums {
  /** Sum of the values of each day, without NaN. */
  readonly sums: ArrayLike<number>;
  /** Number of values of each day; a day of none counts for nothing. */
  readonly counts: ArrayLike<number>;
}

/** A mean over days that may be correlated. */
export interface SerialMean extends MeanInterval {
  /** Days with values. */
  readonly days: number;
  /** Equivalent number of independent days; at most {@link days}. */
  readonly effectiveDays: number;
  /** Standard error of the mean, and its degrees of freedom; NaN below two days. */
  readonly error: number;
  readonly freedom: number;
}

/** Correlation of successive days at which the interval is exact for normal values; below it is a little too wide. */
const REFERENCE_CORRELATION = 0.5;
/** Waves shorter than two weeks are not used: they would take the pattern of a week for chance. */
const WEEK = 7;

/**
 * Mean of values that come day by day, with an interval that allows days to resemble those before them: Student's, over
 * {@link longRunVariance} (fixed-b).
 *
 * @param confidence of the interval, in (0, 1).
 */
export function serialMean({ sums, counts }: DailySums, confidence = 0.95): SerialMean {
  const seen = Array.from({ length: sums.length }, (_, day) => day).filter((day) => counts[day]! > 0);
  const days = seen.length;
  let [sum, count] = [0, 0];
  for (const day of seen) {
    sum += sums[day]!;
    count += counts[day]!;
  }
  const mean = days === 0 ? Number.NaN : sum / count;
  if (days < 2) {
    const unknown = { low: Number.NaN, high: Number.NaN, error: Number.NaN, freedom: Number.NaN };
    return { mean, ...unknown, days, effectiveDays: days };
  }
  // The mean over values is a ratio of sums; this is what each day adds to its error, in days.
  const errors = Float64Array.from(seen, (day) => ((sums[day]! - mean * counts[day]!) * days) / count);
  const { variance, freedom } = longRunVariance(errors);
  const error = Math.sqrt(variance / days);
  const reach = tQuantile((1 + confidence) / 2, freedom) * error;
  const effectiveDays = days / meanVarianceInflation(serialCorrelation(errors));
  return { mean, low: mean - reach, high: mean + reach, days, effectiveDays, error, freedom };
}

/** The variance of a sum of days that may resemble each other, over their number. */
export interface LongRunVariance {
  readonly variance: number;
  /** Degrees of freedom of the estimate: the number of waves that it is measured on. */
  readonly freedom: number;
}

/**
 * Variance of the sum of daily values, divided by their number; for independent days it is their variance. By
 * the equal-weighted cosine test of Müller (2004) as Lazarus, Lewis, Stock and Watson ("HAR Inference: Recommendations for
 * Practice", Journal of Business & Economic Statistics 2018) recommend it: it is measured on the slowest waves of the same
 * series, each as long as two weeks or longer; there are few of them, so a quantile for their number replaces the normal
 * one. An autocorrelated series has less power in those waves than at frequency 0, where the mean is; the variance is
 * raised by that loss at a correlation of 0.5 from one day to the next.
 *
 * @param values in order of days, at least two, of mean 0.
 */
export function longRunVariance(values: Float64Array): LongRunVariance {
  const days = values.length;
  const waves = waveCount(days);
  const raised = Math.max(1, powerAtZero(days) / powerOfWaves(days, waves));
  return { variance: wavePower(values, waves) * raised, freedom: waves };
}

/** Waves to measure by: half a wave for each week, and fewer in long series, where near frequency 0 there are enough. */
function waveCount(days: number): number {
  return Math.max(1, Math.floor(Math.min(days / WEEK, 0.5 * Math.cbrt(days) ** 2)));
}

/** Mean square of the first cosine transforms; for independent values their variance. */
function wavePower(values: Float64Array, waves: number): number {
  const count = values.length;
  // The cosines of all waves are those of quarter steps around the circle.
  const steps = 4 * count;
  const cosine = Float64Array.from({ length: steps }, (_, step) => Math.cos((2 * Math.PI * step) / steps));
  let power = 0;
  for (let wave = 1; wave <= waves; wave += 1) {
    let product = 0;
    for (let i = 0; i < count; i += 1) product += values[i]! * cosine[(wave * (2 * i + 1)) % steps]!;
    power += (2 * product * product) / count;
  }
  return power / waves;
}

/** Variance of the sum of that many days at the reference correlation, over days and over the spectral density at 0. */
function powerAtZero(days: number): number {
  const r = REFERENCE_CORRELATION;
  return 1 - (2 * r * (1 - r ** days)) / (days * (1 - r * r));
}

/** Mean spectral density at the frequencies of the waves, over that at 0, at the reference correlation. */
function powerOfWaves(days: number, waves: number): number {
  const r = REFERENCE_CORRELATION;
  let power = 0;
  for (let wave = 1; wave <= waves; wave += 1) {
    power += (1 - r) ** 2 / (1 - 2 * r * Math.cos((Math.PI * wave) / days) + r * r);
  }
  return power / waves;
}
