import { ODDS_BINS, PERCENTAGE_EDGES, PIT_BINS } from '@dqs/core';

/** Sums over the graded forecasts of a pool's day. Percentage points for errors and losses; milliseconds for times. */
export const SCORE_SUMS = [
  /** Forecasts issued. Those neither graded nor intervened are ungraded. */
  'forecasts',
  'graded',
  'intervened',
  'error',
  'absoluteError',
  'squaredError',
  'crps',
  'pinball',
  /** Within the published intervals, bounds included: more than nominal where results come in whole steps. */
  'covered80',
  'covered95',
  'brier',
  /** Results below their target, the odds of it, and their squares. */
  'below',
  'pBelowTarget',
  'pBelowSquared',
  /** Graded forecasts that have a naive one, its losses, and those of the forecasts beside it. */
  'withNaive',
  'naiveAbsoluteError',
  'naiveBrier',
  'absoluteErrorBesideNaive',
  'crpsBesideNaive',
  /** Milliseconds from the issue to the first result, of warnings that came true. */
  'warnedLead',
  'coldStarts',
  /** Series' days with results, graded or not; over them passes and fails, errors beside them, and below the delays. */
  'arrived',
  'executions',
  'errors',
  /** Executions that the forecasts assumed. */
  'expectedExecutions',
  /** Revisions after the first. */
  'corrections',
  /** From the end of the day to the first result. */
  'arrivalDelay',
] as const;

/** One of {@link SCORE_SUMS}. */
export type ScoreSum = (typeof SCORE_SUMS)[number];

/** Histograms over the graded forecasts of a pool's day, and their numbers of bins. */
export const SCORE_BINS = {
  /** Of the PIT, of equal width: the borders of 80 and 95 % lie on borders of bins. */
  pit: PIT_BINS,
  /** Forecasts by their odds of a result below target, of equal width; the sum of the odds; results below target. */
  odds: ODDS_BINS,
  oddsSum: ODDS_BINS,
  oddsBelow: ODDS_BINS,
  /** Results and forecasts by pass percentage, see `PERCENTAGE_EDGES` of core. */
  actual: PERCENTAGE_EDGES.length + 1,
  predicted: PERCENTAGE_EDGES.length + 1,
} as const;

/** One of {@link SCORE_BINS}. */
export type ScoreHistogram = keyof typeof SCORE_BINS;

/** Rule × level × source of one tenant: series whose days move together. */
export interface Pool {
  readonly tenantId: string;
  readonly ruleCode: string;
  readonly level: string;
  readonly source: string;
}

/** Daily sums of a pool, by column. */
export interface PoolScores {
  /** Days since 1970-01-01, ascending, each once. */
  readonly days: Int32Array;
  /** One entry a day. */
  readonly sums: Readonly<Record<ScoreSum, Float64Array>>;
  /** By bin, then by day. */
  readonly bins: Readonly<Record<ScoreHistogram, readonly Float64Array[]>>;
}

/** Scores without a number, of some days. */
export function emptyScores(days: Int32Array): PoolScores {
  const column = () => new Float64Array(days.length);
  return {
    days,
    sums: mapped(SCORE_SUMS, column),
    bins: mapped(HISTOGRAMS, (name) => Array.from({ length: SCORE_BINS[name] }, column)),
  };
}

/** The days from one to another, both included; the columns are views. */
export function withinDays(scores: PoolScores, from: number, to: number): PoolScores {
  const { days } = scores;
  let [start, end] = [0, days.length];
  while (start < end && days[start]! < from) start += 1;
  while (end > start && days[end - 1]! > to) end -= 1;
  if (start === 0 && end === days.length) return scores;
  return {
    days: days.subarray(start, end),
    sums: mapped(SCORE_SUMS, (name) => scores.sums[name].subarray(start, end)),
    bins: mapped(HISTOGRAMS, (name) => scores.bins[name].map((column) => column.subarray(start, end))),
  };
}

/** The scores of several pools together, day by day; sums are taken in the order given. */
export function joinScores(pools: readonly PoolScores[]): PoolScores {
  const seen = new Set<number>();
  for (const { days } of pools) for (const day of days) seen.add(day);
  const days = Int32Array.from(seen).sort();
  const row = new Map(Array.from(days, (day, i) => [day, i]));
  const joined = emptyScores(days);
  for (const pool of pools) {
    const rows = pool.days.map((day) => row.get(day)!);
    for (const name of SCORE_SUMS) addTo(joined.sums[name], pool.sums[name], rows);
    for (const name of HISTOGRAMS) {
      pool.bins[name].forEach((column, bin) => addTo(joined.bins[name][bin]!, column, rows));
    }
  }
  return joined;
}

/** The sum of each column over its days. Plain data; of two spans of days they add up, see {@link addTotals}. */
export interface ScoreTotals {
  /** Days with graded forecasts. */
  readonly days: number;
  readonly sums: Readonly<Record<ScoreSum, number>>;
  readonly bins: Readonly<Record<ScoreHistogram, readonly number[]>>;
}

/** The totals of all days. */
export function totalsOf({ sums, bins }: PoolScores): ScoreTotals {
  return {
    days: sums.graded.reduce((count, graded) => count + (graded > 0 ? 1 : 0), 0),
    sums: mapped(SCORE_SUMS, (name) => total(sums[name])),
    bins: mapped(HISTOGRAMS, (name) => bins[name].map(total)),
  };
}

/** The totals of two spans of days that share none. */
export function addTotals(a: ScoreTotals, b: ScoreTotals): ScoreTotals {
  return {
    days: a.days + b.days,
    sums: mapped(SCORE_SUMS, (name) => a.sums[name] + b.sums[name]),
    bins: mapped(HISTOGRAMS, (name) => a.bins[name].map((value, bin) => value + b.bins[name][bin]!)),
  };
}

const HISTOGRAMS = Object.keys(SCORE_BINS) as ScoreHistogram[];

function mapped<K extends string, V>(names: readonly K[], value: (name: K) => V): Record<K, V> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<K, V>;
}

function addTo(target: Float64Array, values: Float64Array, rows: Int32Array): void {
  for (let i = 0; i < rows.length; i += 1) target[rows[i]!]! += values[i]!;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
