import { Random } from '../random.js';
import { quantileOfSorted } from './order.js';

/** A mean with an interval that holds it. */
export interface MeanInterval {
  /** NaN where there is no value. */
  readonly mean: number;
  /** Ends of the interval; NaN where there is no value. */
  readonly low: number;
  readonly high: number;
}

/** Values summed up by period, in order of time; both of the same length. */
export interface PeriodSums {
  /** Sum of the values of each period, without NaN. */
  readonly sums: ArrayLike<number>;
  /** Number of values of each period; a period of none counts for nothing. */
  readonly counts: ArrayLike<number>;
}

/** How {@link blockBootstrapMean} resamples. */
export interface BootstrapOptions {
  /** Share of the resampled means within the interval, in (0, 1). @default 0.95 */
  readonly confidence?: number;
  /** Number of resampled series. @default 2000 */
  readonly resamples?: number;
  /** Consecutive periods drawn together; the cube root of their number where undefined (Künsch 1989). */
  readonly blockLength?: number;
  /** The same seed gives the same interval. @default 42 */
  readonly seed?: number;
}

/**
 * Mean of values that come in periods which follow each other, such as days, with the percentile interval of the circular
 * block bootstrap (Politis and Romano 1992). Periods are drawn in blocks of neighbours, so that what a good or bad day has
 * in common with the days around it widens the interval as it should.
 */
export function blockBootstrapMean({ sums, counts }: PeriodSums, options: BootstrapOptions = {}): MeanInterval {
  const { confidence = 0.95, resamples = 2000, seed = 42 } = options;
  const periods = sums.length;
  const mean = ratio(total(sums), total(counts));
  if (Number.isNaN(mean)) return { mean, low: mean, high: mean };
  const length = Math.min(periods, options.blockLength ?? Math.max(1, Math.round(Math.cbrt(periods))));
  const random = new Random(seed);
  const means = new Float64Array(resamples);
  for (let i = 0; i < resamples; i += 1) means[i] = resampledMean(sums, counts, length, random);
  // A resampled series that drew only periods of no values has no mean.
  const sorted = means.filter((value) => !Number.isNaN(value)).sort();
  const tail = (1 - confidence) / 2;
  return { mean, low: quantileOfSorted(sorted, tail), high: quantileOfSorted(sorted, 1 - tail) };
}

/** Mean of as many periods as there are, in blocks that begin anywhere; after the last period comes the first. */
function resampledMean(sums: ArrayLike<number>, counts: ArrayLike<number>, length: number, random: Random): number {
  const periods = sums.length;
  let [sum, count, drawn] = [0, 0, 0];
  while (drawn < periods) {
    const start = random.integer(periods);
    const size = Math.min(length, periods - drawn);
    for (let offset = 0; offset < size; offset += 1) {
      const period = (start + offset) % periods;
      sum += sums[period]!;
      count += counts[period]!;
    }
    drawn += size;
  }
  return ratio(sum, count);
}

function total(values: ArrayLike<number>): number {
  return Float64Array.from(values).reduce((sum, value) => sum + value, 0);
}

function ratio(sum: number, count: number): number {
  return count === 0 ? Number.NaN : sum / count;
}
