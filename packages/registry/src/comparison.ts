import { DqsError } from '@dqs/core';
import { compareByDay, type ComparisonRule, type ComparisonVerdict } from '@dqs/core/stats';

/** Losses of two versions on the same forecasts, row by row; all of the same length. */
export interface PairedLosses {
  /** Day of each row, days since 1970-01-01. */
  readonly day: ArrayLike<number>;
  /** Segment of each row, "" for none. */
  readonly segment: readonly string[];
  /** Loss of the current version, such as the absolute error in percentage points; without NaN. */
  readonly baseline: ArrayLike<number>;
  /** Loss of the version that may replace it, on the same rows. */
  readonly candidate: ArrayLike<number>;
}

/** Both versions over some rows. */
export interface SegmentComparison {
  /** `all`, or the name of the segment. */
  readonly segment: string;
  readonly rows: number;
  readonly days: number;
  /** Mean losses; null if there are no rows. */
  readonly baseline: number | null;
  readonly candidate: number | null;
  /** Mean of candidate minus baseline, below 0 if the candidate is better, with its interval. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: ComparisonVerdict;
  readonly reason: string;
}

/** Result of a comparison. Survives JSON. */
export interface LossComparison {
  /** The verdict over all rows. */
  readonly verdict: ComparisonVerdict;
  readonly reason: string;
  readonly confidence: number;
  /** All rows first, then by segment in order of name. */
  readonly segments: readonly SegmentComparison[];
}

/**
 * Compares two versions on the forecasts both made: the mean difference of their losses over days, with an interval
 * that accounts for correlation within a day and between successive days (`compareByDay`). The intervals of
 * segments are not adjusted for multiple comparisons: at 95 %, one in twenty may be wrong.
 *
 * @throws DqsError `invalid-argument` if the columns differ in length.
 */
export function compareLosses(losses: PairedLosses, rule: ComparisonRule = {}): LossComparison {
  const rows = losses.day.length;
  if ([losses.segment, losses.baseline, losses.candidate].some(({ length }) => length !== rows)) {
    throw new DqsError('invalid-argument', `expected ${rows} segments and losses of both versions, one for each day`);
  }
  const names = [...new Set(losses.segment)].filter((name) => name !== '').sort();
  const parts = names.length > 1 ? names : [];
  const all = compareRows('all', losses, () => true, rule);
  const segments = parts.map((name) => compareRows(name, losses, (row) => losses.segment[row] === name, rule));
  const { verdict, reason } = all;
  return { verdict, reason, confidence: rule.confidence ?? 0.95, segments: [all, ...segments] };
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
  rule: ComparisonRule,
): SegmentComparison {
  const byDay = lossesByDay(losses, isIn);
  const rows = byDay.reduce((sum, day) => sum + day.rows, 0);
  if (rows === 0) {
    const none = { baseline: null, candidate: null, difference: null, low: null, high: null };
    return { segment, rows, days: 0, ...none, verdict: 'inconclusive', reason: 'no days that neither was trained on' };
  }
  const sums = byDay.map((day) => day.candidate - day.baseline);
  const found = compareByDay({ sums, counts: byDay.map((day) => day.rows) }, rule);
  const meanOf = (of: (day: DayLosses) => number) => byDay.reduce((sum, day) => sum + of(day), 0) / rows;
  return {
    segment,
    rows,
    days: found.days,
    baseline: meanOf((day) => day.baseline),
    candidate: meanOf((day) => day.candidate),
    difference: found.difference.mean,
    low: finite(found.difference.low),
    high: finite(found.difference.high),
    verdict: found.verdict,
    reason: found.reason,
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

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
