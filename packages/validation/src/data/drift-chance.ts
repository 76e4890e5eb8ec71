import { fSurvival, longRunVariance } from '@dqs/core/stats';

import { numbersOfBins } from '../profile/value-sketch.js';
import type { ComparedBins } from './drift.js';

/** Days that are summed up to see in how many directions shares move; half of the days where they are few. */
const SPAN = 4;

/** Rows by day. */
export interface RowDays {
  /** Number of days. */
  readonly count: number;
  /** For each row the number of its day, in order of time from 0. */
  readonly code: Int32Array;
}

/** Days as numbers from 0 in order of time; days without a row are left out. */
export function daysOf(day: Int32Array): RowDays {
  const known = [...new Set(day)].sort((a, b) => a - b);
  const number = new Map(known.map((value, code) => [value, code]));
  return { count: known.length, code: day.map((value) => number.get(value)!) };
}

/**
 * Probability of a distance as great as that of the batch if nothing has changed. The statistic is Pearson's
 * `Σ (a − e)² / p` over the shares a of the batch, e of the reference and p of both together. What it is by chance is
 * measured on the days of the batch, since rows of a day share its luck and days resemble each other
 * ({@link longRunVariance}), and never taken to be less than for independent rows. The reference, of which no days are
 * known, is taken to vary from day to day as the batch does. The statistic over its mean is then about F distributed
 * (Rao and Scott, "On chi-squared tests for multiway contingency tables", Annals of Statistics 1984, with
 * Satterthwaite's degrees of freedom).
 *
 * @param values of the batch, by row; missing ones are NaN and not counted.
 * @param days of the rows; without them each row counts as a day of its own.
 * @returns in [0, 1]; 1 where values are there on fewer than two days or on one side only.
 */
export function driftPValue(bins: ComparedBins, values: Float32Array, days: RowDays | undefined): number {
  const { expected, observed } = bins;
  const [m, n] = [total(expected), total(observed)];
  if (m === 0 || n === 0) return 1;
  const pooled = expected.map((count, bin) => (count + observed[bin]!) / (m + n));
  const used = [...pooled.keys()].filter((bin) => pooled[bin]! > 0);
  if (used.length < 2) return 1;
  const statistic = used.reduce((sum, bin) => sum + (observed[bin]! / n - expected[bin]! / m) ** 2 / pooled[bin]!, 0);
  const independent = (used.length - 1) / n;
  const chance = days ? chanceOfDays(dailyErrors(bins, { values, days, pooled, used })) : INDEPENDENT;
  if (!chance) return 1;
  const mean = Math.max(chance.mean, independent) * (1 + n / m);
  const freedom = Math.min(used.length - 1, chance.freedom);
  const below = days ? chance.waves * freedom : n * freedom;
  return fSurvival(statistic / mean, freedom, below);
}

/** What the statistic of the batch alone does by chance. */
interface Chance {
  /** Its mean. */
  readonly mean: number;
  /** Degrees of freedom: by how many independent directions the shares move. */
  readonly freedom: number;
  /** Waves that the mean is measured on. */
  readonly waves: number;
}

/** Of independent rows: no more than the least that is ever taken. */
const INDEPENDENT: Chance = { mean: 0, freedom: Number.POSITIVE_INFINITY, waves: Number.POSITIVE_INFINITY };

interface DailyInput {
  readonly values: Float32Array;
  readonly days: RowDays;
  readonly pooled: Float64Array;
  readonly used: readonly number[];
}

/** By used bin: what each day with values adds to the error of the bin's share, in days, over the root of the share. */
function dailyErrors({ keys, binOf, observed }: ComparedBins, input: DailyInput): Float64Array[] {
  const { values, days, pooled, used } = input;
  const bin = numbersOfBins(values, keys, binOf);
  const counts = observed.map(() => 0);
  const byBin = Array.from(counts, () => new Float64Array(days.count));
  const byDay = new Float64Array(days.count);
  for (let row = 0; row < bin.length; row += 1) {
    if (bin[row]! < 0) continue;
    byBin[bin[row]!]![days.code[row]!]! += 1;
    byDay[days.code[row]!]! += 1;
  }
  const n = total(observed);
  const seen = Array.from(byDay.keys()).filter((day) => byDay[day]! > 0);
  return used.map((b) => {
    const [share, scale] = [observed[b]! / n, seen.length / (n * Math.sqrt(pooled[b]!))];
    return Float64Array.from(seen, (day) => (byBin[b]![day]! - share * byDay[day]!) * scale);
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
