import { Random } from '../random.js';
import { quantileOfSorted } from './order.js';

/** A mean with an interval that holds it. */
export interface MeanInterval {
  /** NaN where nothing was counted. */
  readonly mean: number;
  /** Ends of the interval; NaN where there are fewer than two groups. */
  readonly low: number;
  readonly high: number;
}

/** How {@link blockBootstrapMean} resamples. */
export interface BlockBootstrapOptions {
  /** Share of the replicates within the interval, in (0, 1). @default 0.95 */
  readonly confidence?: number;
  /** Number of resampled series, 100 or more. @default 2000 */
  readonly replicates?: number;
  /** Consecutive groups drawn together; the cube root of their number where undefined (Künsch 1989). */
  readonly blockLength?: number;
  /** The same seed gives the same interval. @default 42 */
  readonly seed?: number;
}

/**
 * Mean of values that come in groups which follow each other in time, such as days, with the percentile interval of the
 * circular block bootstrap (Politis and Romano 1992). Groups are drawn in blocks of neighbours, so that what good and bad
 * days have in common with the days around them widens the interval as it should.
 *
 * @param sums sum of the values of each group, in order of time, without NaN.
 * @param counts number of values of each group; a group of none counts for nothing.
 */
export function blockBootstrapMean(
  sums: ArrayLike<number>,
  counts: ArrayLike<number>,
  options: BlockBootstrapOptions = {},
): MeanInterval {
  const { confidence = 0.95, replicates = 2000, seed = 42 } = options;
  const groups = sums.length;
  const mean = ratio(total(sums), total(counts));
  if (groups < 2) return { mean, low: Number.NaN, high: Number.NaN };
  const length = Math.min(groups, options.blockLength ?? Math.max(1, Math.round(Math.cbrt(groups))));
  const random = new Random(seed);
  const means = new Float64Array(replicates);
  for (let i = 0; i < replicates; i += 1) means[i] = resampledMean(sums, counts, length, random);
  // A replicate that drew only groups of no values has no mean.
  const sorted = means.filter((value) => !Number.isNaN(value)).sort();
  const tail = (1 - confidence) / 2;
  return { mean, low: quantileOfSorted(sorted, tail), high: quantileOfSorted(sorted, 1 - tail) };
}

/** Mean of as many groups as there are, in blocks that begin anywhere; after the last group comes the first. */
function resampledMean(sums: ArrayLike<number>, counts: ArrayLike<number>, length: number, random: Random): number {
  const groups = sums.length;
  let [sum, count, drawn] = [0, 0, 0];
  while (drawn < groups) {
    const start = random.integer(groups);
    const size = Math.min(length, groups - drawn);
    for (let offset = 0; offset < size; offset += 1) {
      const group = (start + offset) % groups;
      sum += sums[group]!;
      count += counts[group]!;
    }
    drawn += size;
  }
  return ratio(sum, count);
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  return sum;
}

function ratio(sum: number, count: number): number {
  return count === 0 ? Number.NaN : sum / count;
}
