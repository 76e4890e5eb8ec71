import { differenceCorrelation, eValue } from '@dqs/core/stats';

import { dailyMeans, sliceCourse, type LossCourse } from '../scores/loss-course.js';
import { finite, type Judged } from '../reason.js';
import { extendComparison, judgeComparison, startComparison, type JudgedComparison } from './comparison.js';
import {
  extendDegradation,
  judgeCusum,
  judgeDegradation,
  startDegradation,
  windowLoss,
  type WindowLoss,
} from './degradation.js';
import { baseRateOf, extendEarned, judgeEarned, startEarned, type EarnedRight } from './earned.js';
import { dailyReference, LEAST_REFERENCE_DAYS, type DailyReference } from './reference.js';

/** Live days that stand for a backtest where there is none; evidence counts from the next day on. */
const BURN_IN_DAYS = 28;

/** What evidence is collected from. */
export interface PoolHistory {
  /** Live losses of the version in use, from its first day on. */
  readonly live: LossCourse;
  /** The version's losses in its backtest; without it the first four weeks live stand for it. */
  readonly backtest?: LossCourse | undefined;
  /** Live losses of a challenger on the same series. */
  readonly challenger?: LossCourse | undefined;
}

/** Evidence on a pool. All of it counts one number a day: the mean loss of the pool. */
export interface PoolEvidence {
  /** Where the reference comes from: without one, nothing is known. */
  readonly reference: {
    readonly from: 'backtest' | 'first days' | 'none';
    readonly days: number;
    readonly mae: number | null;
  };
  /** Correlation of a day's mean loss with that of the day before, as used. */
  readonly correlation: number | null;
  readonly degradation: {
    readonly eValue: number | null;
    readonly running: Judged;
    readonly cusum: Judged;
    readonly windows: readonly WindowLoss[];
  };
  /** Against the naive forecast. */
  readonly skill: ComparisonEvidence;
  /** Challenger against champion; null without one. */
  readonly challenger: ComparisonEvidence | null;
  readonly earned: EarnedRight;
}

/** Evidence for both sides. */
export interface ComparisonEvidence extends JudgedComparison {
  readonly eBetter: number | null;
  readonly eWorse: number | null;
}

/**
 * The evidence on a pool, as of its last day.
 *
 * @param windows lengths of windows for the comparison with the reference, in days.
 * @param lastDay last day of the windows.
 * @param alpha share of false alarms of each running verdict over all time.
 */
export function poolEvidence(
  { live, backtest, challenger }: PoolHistory,
  windows: readonly number[],
  lastDay: number,
  alpha: number,
): PoolEvidence {
  const isTested = backtest !== undefined && backtest.days.length >= LEAST_REFERENCE_DAYS;
  const before = isTested ? backtest : sliceCourse(live, 0, BURN_IN_DAYS);
  const after = isTested ? live : sliceCourse(live, BURN_IN_DAYS);
  const reference = dailyReference(losses(before), alpha);
  const from = reference === undefined ? 'none' : isTested ? 'backtest' : 'first days';
  const { evidence, ...degradation } = degradationOf(after, reference, { windows, lastDay, alpha });
  return {
    reference: { from, days: reference?.days ?? 0, mae: finite(reference?.mean ?? Number.NaN) },
    correlation: evidence === undefined ? null : differenceCorrelation(evidence),
    degradation,
    skill: comparisonOf(dailyReference(spared(before), alpha), spared(after), alpha),
    challenger: challenger === undefined ? null : challengerOf(live, challenger, alpha),
    earned: judgeEarned(extendEarned(startEarned(baseRateOf(before)), after.columns.warned, after.columns.warnedTrue)),
  };
}

const UNKNOWN: Judged = { verdict: 'inconclusive', reasons: [] };

interface DegradationRules {
  readonly windows: readonly number[];
  readonly lastDay: number;
  readonly alpha: number;
}

function degradationOf(after: LossCourse, reference: DailyReference | undefined, rules: DegradationRules) {
  if (!reference) return { eValue: null, running: UNKNOWN, cusum: UNKNOWN, windows: [], evidence: undefined };
  const { windows, lastDay, alpha } = rules;
  const values = losses(after);
  const state = extendDegradation(startDegradation(reference), values, reference);
  return {
    eValue: eValue(state.evidence),
    running: judgeDegradation(state, alpha),
    cusum: judgeCusum(state),
    windows: windows.map((days) => windowLoss(lastDays(after, values, lastDay - days), days, reference)),
    evidence: state.evidence,
  };
}

/** Values of the days after one. */
function lastDays({ days }: LossCourse, values: Float64Array, after: number): Float64Array {
  const start = days.findIndex((day) => day > after);
  return start < 0 ? values.subarray(0, 0) : values.subarray(start);
}

function comparisonOf(usual: DailyReference | undefined, differences: Float64Array, alpha: number): ComparisonEvidence {
  if (!usual) return { eBetter: null, eWorse: null, better: UNKNOWN, worse: UNKNOWN };
  const state = extendComparison(startComparison(usual), differences);
  return { eBetter: eValue(state.better), eWorse: eValue(state.worse), ...judgeComparison(state, alpha) };
}

/** Days on which both graded as many forecasts: a pool's series are the same then. The first weeks set the bound. */
function challengerOf(live: LossCourse, challenger: LossCourse, alpha: number): ComparisonEvidence {
  const row = new Map(Array.from(challenger.days, (day, i) => [day, i]));
  const [mine, its] = [losses(live), losses(challenger)];
  const differences = mine.map((loss, i) => {
    const other = row.get(live.days[i]!);
    const isSame = other !== undefined && challenger.columns.graded[other] === live.columns.graded[i];
    return isSame ? loss - its[other]! : Number.NaN;
  });
  const seen = differences.filter((value) => value === value);
  return comparisonOf(dailyReference(seen.subarray(0, BURN_IN_DAYS), alpha), seen.subarray(BURN_IN_DAYS), alpha);
}

function losses({ columns }: LossCourse): Float64Array {
  return dailyMeans(columns.absoluteError, columns.graded);
}

/** What the model spares, by day: the naive forecast's mean loss minus the model's. */
function spared({ columns }: LossCourse): Float64Array {
  const difference = columns.naiveAbsoluteError.map((naive, day) => naive - columns.absoluteErrorBesideNaive[day]!);
  return dailyMeans(difference, columns.withNaive);
}
