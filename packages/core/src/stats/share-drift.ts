import { fSurvival } from './f-distribution.js';
import { longRunVariance } from './serial-mean.js';

/** Days that are summed up to see in how many directions shares move; half of the days where they are few. */
const SPAN = 4;

/** How far the shares of bins have moved, against what they do by chance. */
export interface ShareDrift {
  /** Probability of a distance as great if nothing has changed, in [0, 1]; 1 where it cannot be told. */
  readonly pValue: number;
  /** By how much chance exceeds that of as many independent values; 1 or more, NaN where it cannot be told. */
  readonly designEffect: number;
}

const UNKNOWN: ShareDrift = { pValue: 1, designEffect: Number.NaN };

/**
 * Whether values by day fall into bins as those of a reference did. The statistic is Pearson's `Σ (a − e)² / p` over the
 * shares a of the values, e of the reference and p of both together. What it is by chance is measured on the days, since
 * values of a day share its luck and days resemble each other ({@link longRunVariance}), and never taken to be less than for
 * independent values. The reference, of which no days are known, is taken to vary from day to day as the values do. The
 * statistic over its mean is then about F distributed (Rao and Scott, "On chi-squared tests for multiway contingency
 * tables", Annals of Statistics 1984, with Satterthwaite's degrees of freedom).
 *
 * @param expected counts of the reference by bin.
 * @param daily for each bin its count on each day, in order of time; every value independent of all others where `undefined`.
 * @param observed counts by bin over all days.
 */
export function shareDrift(
  expected: Float64Array,
  observed: Float64Array,
  daily: readonly ArrayLike<number>[] | undefined,
): ShareDrift {
  const [m, n] = [total(expected), total(observed)];
  if (m === 0 || n === 0) return UNKNOWN;
  const pooled = expected.map((count, bin) => (count + observed[bin]!) / (m + n));
  const used = [...pooled.keys()].filter((bin) => pooled[bin]! > 0);
  if (used.length < 2) return UNKNOWN;
  const statistic = used.reduce((sum, bin) => sum + (observed[bin]! / n - expected[bin]! / m) ** 2 / pooled[bin]!, 0);
  const independent = (used.length - 1) / n;
  const chance = daily ? chanceOfDays(dailyErrors(observed, { daily, pooled, used })) : INDEPENDENT;
  if (!chance) return UNKNOWN;
  const mean = Math.max(chance.mean, independent) * (1 + n / m);
  const freedom = Math.min(used.length - 1, chance.freedom);
  const below = daily ? chance.waves * freedom : n * freedom;
  return {
    pValue: fSurvival(statistic / mean, freedom, below),
    designEffect: Math.max(1, chance.mean / independent),
  };
}

/** What the statistic of the values alone does by chance. */
interface Chance {
  /** Its mean. */
  readonly mean: number;
  /** Degrees of freedom: by how many independent directions the shares move. */
  readonly freedom: number;
  /** Waves that the mean is measured on. */
  readonly waves: number;
}

/** Of independent values: no more than the least that is ever taken. */
const INDEPENDENT: Chance = { mean: 0, freedom: Number.POSITIVE_INFINITY, waves: Number.POSITIVE_INFINITY };

interface DailyInput {
  readonly daily: readonly ArrayLike<number>[];
  readonly pooled: Float64Array;
  readonly used: readonly number[];
}

/** By used bin: what each day with values adds to the error of the bin's share, in days, over the root of the share. */
function dailyErrors(observed: Float64Array, { daily, pooled, used }: DailyInput): Float64Array[] {
  const byDay = new Float64Array(daily[0]!.length);
  for (const counts of daily) {
    for (let day = 0; day < byDay.length; day += 1) byDay[day]! += counts[day]!;
  }
  const n = total(observed);
  const seen = Array.from(byDay.keys()).filter((day) => byDay[day]! > 0);
  return used.map((b) => {
    const [share, scale] = [observed[b]! / n, seen.length / (n * Math.sqrt(pooled[b]!))];
    return Float64Array.from(seen, (day) => (daily[b]![day]! - share * byDay[day]!) * scale);
  });
}

function chanceOfDays(errors: readonly Float64Array[]): Chance | undefined {
  const days = errors[0]!.length;
  if (days < 2) return undefined;
  const measured = errors.map((values) => longRunVariance(values));
  const mean = measured.reduce((sum, { variance }) => sum + variance, 0) / days;
  return { mean, freedom: directions(errors), waves: measured[0]!.freedom };
}

/**
 * (tr V)² / tr V² of the covariance V of sums of some days: the number of independent directions in which the shares move.
 * Sums, since what lasts for days moves in fewer directions than what comes and goes with one. Few days show fewer
 * directions than there are, which makes the probability a little too great and never too small.
 */
function directions(errors: readonly Float64Array[]): number {
  const sums = errors.map((values) => movingSums(values, Math.min(SPAN, Math.ceil(values.length / 2))));
  let [trace, squares] = [0, 0];
  sums.forEach((a, i) => {
    trace += product(a, a);
    for (let j = 0; j <= i; j += 1) squares += (j < i ? 2 : 1) * product(a, sums[j]!) ** 2;
  });
  // Shares that never move are held against independent rows.
  return squares === 0 ? Number.POSITIVE_INFINITY : trace ** 2 / squares;
}

/** Sums of each span of successive days. */
function movingSums(values: Float64Array, span: number): Float64Array {
  return Float64Array.from({ length: values.length - span + 1 }, (_, from) => {
    let sum = 0;
    for (let i = from; i < from + span; i += 1) sum += values[i]!;
    return sum;
  });
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
