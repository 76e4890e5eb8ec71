import type { Random } from '@dqs/core';

/** A day of a planted history: what was likely to come, by all that could be known the day before, and what came. */
export interface PlantedDay {
  /** Probability of 0 … n passes. */
  readonly truth: Float64Array;
  readonly passes: number;
}

/** What a planted series is made of. */
export interface PlantedSeries {
  /** Executions of every day. */
  readonly executions: number;
  readonly days: number;
  /** Usual chance of an execution to pass. */
  readonly level: number;
  readonly random: Random;
}

type Planter = (series: PlantedSeries) => PlantedDay[];

/** Intraclass correlation of executions of a day in over-dispersed histories. */
const CORRELATION = 0.1;
/** Logits that a bad weekday, regime or level lies below the usual one. */
const DROP = 1.5;
/** Day within a history, as a share of its days, on which a level shifts: a good month before the end of the training. */
const SHIFT = 0.6;
/** Chances a day that a bad regime begins and that it ends. */
const [BEGINS, ENDS] = [0.05, 0.2];
/** Chance that all executions pass where otherwise all but one do. */
const ALL_PASS = 0.7;

/** How results may come about, the distribution of every day being known. */
export const PLANTED_KINDS = {
  /** Independent executions, always the same chance. */
  constant: (series) => independentDays(series, () => binomial(series.executions, series.level)),
  /** Worse on two days of the week. */
  weekday: (series) =>
    independentDays(series, (day) => binomial(series.executions, day % 7 > 4 ? lower(series.level) : series.level)),
  /** Beta-Binomial: executions of a day share a shock. */
  'over-dispersed': (series) => independentDays(series, () => betaBinomial(series.executions, series.level)),
  /** The same one of n fails every day. */
  'all-but-one': ({ executions, days }) =>
    Array.from({ length: days }, () => ({ truth: certain(executions, executions - 1), passes: executions - 1 })),
  /** The same one of n fails on some days, the others never do. */
  'one-in-doubt': (series) => independentDays(series, () => oneInDoubt(series.executions)),
  /** Two levels; which one a day has is never shown. */
  regimes: regimeDays,
  /** One level, then a lower one. */
  shift: (series) =>
    independentDays(series, (day) =>
      binomial(series.executions, day < SHIFT * series.days ? series.level : lower(series.level)),
    ),
} as const satisfies Record<string, Planter>;

/** Name of a kind of planted history. */
export type PlantedKind = keyof typeof PLANTED_KINDS;

function independentDays({ days, random }: PlantedSeries, truthOf: (day: number) => Float64Array): PlantedDay[] {
  return Array.from({ length: days }, (_, day) => {
    const truth = truthOf(day);
    return { truth, passes: drawn(truth, random) };
  });
}

/** Days of a hidden two-state chain; the truth is the forecast of the exact filter, which knows the chain but not the state. */
function regimeDays({ executions, days, level, random }: PlantedSeries): PlantedDay[] {
  const [good, bad] = [binomial(executions, level), binomial(executions, lower(level))];
  let isBad = random.next() < BEGINS / (BEGINS + ENDS);
  let chanceOfBad = BEGINS / (BEGINS + ENDS);
  return Array.from({ length: days }, () => {
    const truth = good.map((chance, k) => (1 - chanceOfBad) * chance + chanceOfBad * bad[k]!);
    const passes = drawn(isBad ? bad : good, random);
    const known = (chanceOfBad * bad[passes]!) / truth[passes]!;
    chanceOfBad = known * (1 - ENDS) + (1 - known) * BEGINS;
    isBad = random.next() < (isBad ? 1 - ENDS : BEGINS);
    return { truth, passes };
  });
}

function lower(level: number): number {
  return logistic(logit(level) - DROP);
}

/** ln(p / (1 − p)). */
export function logit(p: number): number {
  return Math.log(p / (1 - p));
}

/** The inverse of {@link logit}. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function binomial(n: number, p: number): Float64Array {
  return byRatios(n, (k) => ((n - k) / (k + 1)) * (p / (1 - p)));
}

function betaBinomial(n: number, p: number): Float64Array {
  const both = 1 / CORRELATION - 1;
  const [alpha, beta] = [both * p, both * (1 - p)];
  return byRatios(n, (k) => (((n - k) / (k + 1)) * (k + alpha)) / (n - k - 1 + beta));
}

function certain(n: number, passes: number): Float64Array {
  const chances = new Float64Array(n + 1);
  chances[passes] = 1;
  return chances;
}

function oneInDoubt(n: number): Float64Array {
  const chances = new Float64Array(n + 1);
  [chances[n - 1], chances[n]] = [1 - ALL_PASS, ALL_PASS];
  return chances;
}

/** The distribution on 0 … n with P(k + 1) / P(k) = `ratio(k)`; in logarithms, so that nothing underflows on the way. */
function byRatios(n: number, ratio: (k: number) => number): Float64Array {
  const logs = new Float64Array(n + 1);
  for (let k = 0; k < n; k += 1) logs[k + 1] = logs[k]! + Math.log(ratio(k));
  const greatest = logs.reduce((a, b) => Math.max(a, b));
  const chances = logs.map((log) => Math.exp(log - greatest));
  const total = chances.reduce((a, b) => a + b);
  return chances.map((chance) => chance / total);
}

function drawn(chances: Float64Array, random: Random): number {
  let left = random.next();
  for (let k = 0; k < chances.length; k += 1) {
    left -= chances[k]!;
    if (left < 0) return k;
  }
  // Rounding may leave a little: it belongs to the likeliest.
  return chances.indexOf(chances.reduce((a, b) => Math.max(a, b)));
}
