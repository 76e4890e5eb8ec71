import { serialMean, type DailySums, type MeanInterval } from './serial-mean.js';

/** Verdict on the candidate; `inconclusive` also if there is too little evidence. */
export type ComparisonVerdict = 'better' | 'worse' | 'inconclusive';

/** Requirements of a verdict. */
export interface ComparisonRule {
  /** Confidence of the interval, in (0, 1). @default 0.95 */
  readonly confidence?: number;
  /** Days below which no verdict is given. @default 14 */
  readonly minimumDays?: number;
}

/** Two models on the same forecasts. */
export interface DailyComparison {
  /** Mean of candidate minus baseline, below 0 if the candidate is better, with its interval. */
  readonly difference: MeanInterval;
  /** Days with forecasts, and the equivalent number of independent days. */
  readonly days: number;
  readonly effectiveDays: number;
  readonly verdict: ComparisonVerdict;
  readonly reason: string;
}

/** Number of independent days below which no interval is reliable. */
const LEAST_EFFECTIVE_DAYS = 10;

/**
 * Compares the losses of two models, summed by day: rows of a day share its effect, and successive days may be
 * correlated. A verdict requires an interval that excludes 0 and enough sufficiently independent days. The single rule
 * for every comparison of two models: promotion, tuning, reports.
 *
 * @param differences candidate's loss minus baseline's, in order of time.
 */
export function compareByDay(differences: DailySums, rule: ComparisonRule = {}): DailyComparison {
  const { confidence = 0.95, minimumDays = 14 } = rule;
  const { mean, low, high, days, effectiveDays } = serialMean(differences, confidence);
  const judged = tooFew(days, effectiveDays, minimumDays) ?? judge(low, high, confidence);
  return { difference: { mean, low, high }, days, effectiveDays, ...judged };
}

type Judged = Pick<DailyComparison, 'verdict' | 'reason'>;

function tooFew(days: number, effectiveDays: number, minimumDays: number): Judged | undefined {
  if (days < minimumDays) {
    return { verdict: 'inconclusive', reason: `${days} days are too few, at least ${minimumDays} are needed` };
  }
  const least = Math.min(LEAST_EFFECTIVE_DAYS, minimumDays);
  if (effectiveDays >= least) return undefined;
  const reason =
    `successive days are correlated: ${days} of them carry as much information as ${effectiveDays.toFixed(1)} independent ones, ` +
    `at least ${least} are needed`;
  return { verdict: 'inconclusive', reason };
}

function judge(low: number, high: number, confidence: number): Judged {
  const interval = `the difference lies in ${signed(low)} … ${signed(high)} at ${100 * confidence} % confidence`;
  if (high < 0) return { verdict: 'better', reason: interval };
  if (low > 0) return { verdict: 'worse', reason: interval };
  return { verdict: 'inconclusive', reason: `${interval}, which contains 0` };
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
