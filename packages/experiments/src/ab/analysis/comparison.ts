import type { TTest } from '../stats/t-tests.js';

/** Which arm won. */
export type Winner = 'treatment' | 'control';

/** How a comparison is to be judged. */
export interface JudgingRules {
  /** Probability of a false verdict, all looks together. */
  readonly alpha: number;
  readonly plannedDays: number;
  readonly minDays: number;
}

/** The always-valid interval as it stood after one day. Losses: a difference below 0 favours the treatment. */
export interface Look {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Days with results so far, this one included. */
  readonly days: number;
  readonly difference: number;
  /** null while nothing can be excluded on that side. */
  readonly low: number | null;
  readonly high: number | null;
  /** Always-valid: the least of all looks so far. */
  readonly pValue: number;
}

/** A test whose time was fixed beforehand; it does not hold for daily looks. */
export interface FixedTest {
  readonly name: 'paired t' | 'Wilcoxon signed-rank' | 'clustered by day' | 'Welch t';
  readonly pValue: number;
  readonly difference: number;
  /** Interval of 1 − α; null if the test has none. */
  readonly low: number | null;
  readonly high: number | null;
  readonly statistic: number;
}

/** What was concluded, and when. */
export interface Conclusion {
  readonly winner: Winner;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly afterDays: number;
}

/** Control against one treatment by one design. Survives JSON. */
export interface Comparison {
  /** `paired`: both score the same requests. `split`: each unit is scored by the version that serves it. */
  readonly design: 'paired' | 'split';
  /** Pairs of losses, or losses. */
  readonly rows: number;
  /** Units by arm; null for pairs, which need none. */
  readonly units: { readonly control: number; readonly treatment: number } | null;
  readonly days: number;
  /** Mean losses, each day (paired) or unit (split) weighing the same; null if there are none. */
  readonly control: number | null;
  readonly treatment: number | null;
  /** Treatment minus control; below 0 the treatment is better. */
  readonly difference: number | null;
  /** The difference as a share of the control's loss. */
  readonly relative: number | null;
  /** Correlation of successive daily differences, in [0, 0.9]; null for the split design, which compares units. */
  readonly dayCorrelation: number | null;
  /** The last look; null if there was none. */
  readonly alwaysValid: Look | null;
  /** The first look that left no doubt, from `minDays` on; null while there is none. */
  readonly concluded: Conclusion | null;
  readonly fixed: {
    /** True once `plannedDays` have passed; the tests then use those days and no later ones. */
    readonly isDue: boolean;
    readonly days: number;
    readonly tests: readonly FixedTest[];
    /** What the first of the tests concludes on the day it is due; null if it finds nothing or is not due. */
    readonly winner: Winner | null;
  };
  /** Every look, in order of time. */
  readonly timeline: readonly Look[];
}

/** A fixed test as it is reported. */
export function fixedTest(name: FixedTest['name'], test: TTest): FixedTest {
  const { pValue, estimate, low, high, t } = test;
  return { name, pValue, difference: estimate, low: finiteOrNull(low), high: finiteOrNull(high), statistic: t };
}

/** Which arm a difference of losses speaks for. */
export function winnerOf(difference: number): Winner {
  return difference < 0 ? 'treatment' : 'control';
}

/** JSON has no infinity: what cannot be bounded is null. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The first look, once enough days have been seen, whose interval leaves 0 out. */
export function concludedIn(timeline: readonly Look[], minDays: number): Conclusion | null {
  const look = timeline.find(({ days, low, high }) => days >= minDays && ((low ?? -1) > 0 || (high ?? 1) < 0));
  return look ? { winner: winnerOf(look.difference), day: look.day, afterDays: look.days } : null;
}
