import type { TTest } from '../stats/t-tests.js';

/** Which arm won. */
export type Winner = 'treatment' | 'control';

/** Settings of a comparison. */
export interface JudgingRules {
  /** Probability of a false verdict over all looks together. */
  readonly alpha: number;
  readonly plannedDays: number;
  readonly minDays: number;
}

/** The always-valid interval after one day. Values are losses: a difference below 0 favours the treatment. */
export interface Look {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Days with results so far, including this one. */
  readonly days: number;
  readonly difference: number;
  /** null while the interval is unbounded on that side. */
  readonly low: number | null;
  readonly high: number | null;
  /** Always-valid: the smallest of all looks so far. */
  readonly pValue: number;
}

/** A test for one look at a time fixed in advance; it is not valid for daily looks. */
export interface FixedTest {
  readonly name: 'paired t' | 'Wilcoxon signed-rank' | 'clustered by day' | 'Welch t';
  readonly pValue: number;
  readonly difference: number;
  /** Interval of 1 − α; null if the test has none. */
  readonly low: number | null;
  readonly high: number | null;
  readonly statistic: number;
}

/** A conclusion and its date. */
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
  /** Units by arm; null for the paired design, which needs none. */
  readonly units: { readonly control: number; readonly treatment: number } | null;
  readonly days: number;
  /** Mean losses, with equal weight for each day (paired) or unit (split); null if there are none. */
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
  /** The first conclusive look, from `minDays` on; null while there is none. */
  readonly concluded: Conclusion | null;
  readonly fixed: {
    /** True once `plannedDays` have passed; the tests then use those days and no later ones. */
    readonly isDue: boolean;
    readonly days: number;
    readonly tests: readonly FixedTest[];
    /** The conclusion of the first test on the day it is due; null if it finds nothing or is not due. */
    readonly winner: Winner | null;
  };
  /** Every look, in order of time. */
  readonly timeline: readonly Look[];
}

/** A fixed test in reported form. */
export function fixedTest(name: FixedTest['name'], test: TTest): FixedTest {
  const { pValue, estimate, low, high, t } = test;
  return { name, pValue, difference: estimate, low: finiteOrNull(low), high: finiteOrNull(high), statistic: t };
}

/** Which arm a difference of losses favours. */
export function winnerOf(difference: number): Winner {
  return difference < 0 ? 'treatment' : 'control';
}

/** JSON has no infinity: unbounded ends are null. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The first look, once enough days have been seen, whose interval excludes 0. */
export function concludedIn(timeline: readonly Look[], minDays: number): Conclusion | null {
  const look = timeline.find(({ days, low, high }) => days >= minDays && ((low ?? -1) > 0 || (high ?? 1) < 0));
  return look ? { winner: winnerOf(look.difference), day: look.day, afterDays: look.days } : null;
}
