import { blockBootstrapMean, DqsError } from '@dqs/core';

/** What a comparison says of the candidate; `no evidence` also where there is too little to tell. */
export type ComparisonVerdict = 'better' | 'worse' | 'no evidence';

/** Losses of two versions on the same forecasts, row by row; all of the same length. */
export interface PairedLosses {
  /** Day of each row, days since 1970-01-01. */
  readonly day: ArrayLike<number>;
  /** Segment of each row, "" for none. */
  readonly segment: readonly string[];
  /** Loss of the version that is there, such as the absolute error in percentage points; without NaN. */
  readonly baseline: ArrayLike<number>;
  /** Loss of the version that may replace it, on the same rows. */
  readonly candidate: ArrayLike<number>;
}

/** How much is asked of a verdict. */
export interface ComparisonOptions {
  /** Confidence of the interval, in (0, 1). @default 0.95 */
  readonly confidence?: number;
  /** Days below which no verdict is given. @default 14 */
  readonly minimumDays?: number;
  /** Seed of the resampling. @default 42 */
  readonly seed?: number;
}

/** Both versions over some rows. */
export interface SegmentComparison {
  /** `all`, or the name of the segment. */
  readonly segment: string;
  readonly rows: number;
  readonly days: number;
  /** Mean losses; null where there are no rows. */
  readonly baseline: number | null;
  readonly candidate: number | null;
  /** Mean of candidate minus baseline, below 0 where the candidate is better, with its interval. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: ComparisonVerdict;
  readonly reason: string;
}

/** What a comparison found. Survives JSON. */
export interface LossComparison {
  /** The verdict over all rows. */
  readonly verdict: ComparisonVerdict;
  readonly reason: string;
  readonly confidence: number;
  /** All rows first, then by segment in order of name. */
  readonly segments: readonly SegmentComparison[];
}

/** Days of a block of the bootstrap: a week, since weekdays repeat. */
const WEEK = 7;

/**
 * Compares two versions on the forecasts both made: the mean difference of their losses with a confidence interval by
 * block bootstrap over days, since the rows of a day, and neighbouring days, share their luck. A verdict needs an interval
 * that does not hold 0. The intervals of segments are each on their own: among twenty of them one may err at 95 %.
 *
 * @throws DqsError `invalid-argument` where the columns differ in length.
 */
export function compareLosses(losses: PairedLosses, options: ComparisonOptions = {}): LossComparison {
  const { confidence = 0.95, minimumDays = 14, seed = 42 } = options;
  const rows = losses.day.length;
  if ([losses.segment, losses.baseline, losses.candidate].some(({ length }) => length !== rows)) {
    throw new DqsError('invalid-argument', `expected ${rows} segments and losses of both versions, one for each day`);
  }
  const names = [...new Set(losses.segment)].filter((name) => name !== '').sort();
  const parts = names.length > 1 ? names : [];
  const rule = { confidence, minimumDays, seed };
  const all = compareRows('all', losses, () => true, rule);
  const segments = parts.map((name) => compareRows(name, losses, (row) => losses.segment[row] === name, rule));
  return { verdict: all.verdict, reason: all.reason, confidence, segments: [all, ...segments] };
}

/** Sums of the losses of one day. */
interface DayLosses {
  rows: number;
  baseline: number;
  candidate: number;
}

function compareRows(
  segment: string,
  losses: PairedLosses,
  isIn: (row: number) => boolean,
  rule: Required<ComparisonOptions>,
): SegmentComparison {
  const days = lossesByDay(losses, isIn);
  const rows = days.reduce((sum, day) => sum + day.rows, 0);
  if (rows === 0) {
    const none = { baseline: null, candidate: null, difference: null, low: null, high: null };
    return { segment, rows, days: 0, ...none, verdict: 'no evidence', reason: 'no day that neither was trained on' };
  }
  const sums = days.map((day) => day.candidate - day.baseline);
  const counts = days.map((day) => day.rows);
  const { confidence, seed } = rule;
  // Fewer than three weeks make too few blocks of a week.
  const blockLength = days.length >= 3 * WEEK ? WEEK : undefined;
  const { mean, low, high } = blockBootstrapMean({ sums, counts }, { confidence, seed, blockLength });
  const meanOf = (of: (day: DayLosses) => number) => days.reduce((sum, day) => sum + of(day), 0) / rows;
  return {
    segment,
    rows,
    days: days.length,
    baseline: meanOf((day) => day.baseline),
    candidate: meanOf((day) => day.candidate),
    difference: mean,
    low: finite(low),
    high: finite(high),
    ...verdictOf(days.length, { low, high }, rule),
  };
}

function lossesByDay({ day, baseline, candidate }: PairedLosses, isIn: (row: number) => boolean): DayLosses[] {
  const byDay = new Map<number, DayLosses>();
  for (let row = 0; row < day.length; row += 1) {
    if (!isIn(row)) continue;
    const sums = byDay.get(day[row]!) ?? { rows: 0, baseline: 0, candidate: 0 };
    sums.rows += 1;
    sums.baseline += baseline[row]!;
    sums.candidate += candidate[row]!;
    byDay.set(day[row]!, sums);
  }
  return [...byDay].sort(([a], [b]) => a - b).map(([, sums]) => sums);
}

function verdictOf(
  days: number,
  { low, high }: { readonly low: number; readonly high: number },
  { confidence, minimumDays }: Required<ComparisonOptions>,
): Pick<SegmentComparison, 'verdict' | 'reason'> {
  if (days < minimumDays) {
    return { verdict: 'no evidence', reason: `${days} days are too few, at least ${minimumDays} are needed` };
  }
  const interval = `the difference lies in ${signed(low)} … ${signed(high)} at ${100 * confidence} % confidence`;
  if (high < 0) return { verdict: 'better', reason: interval };
  if (low > 0) return { verdict: 'worse', reason: interval };
  return { verdict: 'no evidence', reason: `${interval}, which holds 0` };
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
