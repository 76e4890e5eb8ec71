import { pickRows, type GateCheck } from '@dqs/core';
import { absoluteErrors, clusteredMean, type MeanWithError } from '@dqs/core/stats';
import { z } from 'zod';

import { check, said, type LimitsOf } from './gate-report.js';
import { bandOf, bestNaive, rowsByCode, tooFew, type RowLimits, type ScoredRows } from './scored-rows.js';

/** Limit on a segment's error relative to the naive forecast. */
export const SEGMENT_LIMITS = {
  /** In percentage points of MAE. */
  maxSegmentExcess: z.number().min(0).default(1),
};

/** The result of a segment. Errors in percentage points. */
export interface SegmentResult {
  /** Kind of segment: `level`, `dataset`, … */
  readonly kind: string;
  readonly segment: string;
  readonly rows: number;
  readonly mae: number;
  readonly naiveMae: number;
  /** Least excess of the MAE over the naive one that chance does not explain. */
  readonly excess: number;
}

/**
 * Every segment with enough rows and days, greatest unexplained excess over the naive forecast first. The naive forecast
 * is the best one over all rows, so that no segment chooses its own baseline.
 */
export function segmentResults(rows: ScoredRows, least: RowLimits): SegmentResult[] {
  const errors = absoluteErrors(rows.actual, rows.predicted);
  const naive = bestNaive(rows).errors;
  const excess = new Float64Array(errors.length);
  for (let row = 0; row < excess.length; row += 1) excess[row] = errors[row]! - naive[row]!;
  const judged: (Omit<SegmentResult, 'excess'> & { readonly byDay: MeanWithError })[] = [];
  for (const [kind, { names, code }] of Object.entries(rows.segments)) {
    rowsByCode(code, names.length).forEach((members, segment) => {
      if (members.length < least.minRows || names[segment] === '') return;
      const byDay = clusteredMean(pickRows(excess, members), pickRows(rows.day, members));
      if (byDay.clusters < least.minDays) return;
      const means = { mae: meanAt(errors, members), naiveMae: meanAt(naive, members) };
      judged.push({ kind, segment: names[segment]!, rows: members.length, ...means, byDay });
    });
  }
  // One of many segments is always worst: the bands of all hold at once.
  const results = judged.map(({ byDay, ...segment }): SegmentResult => {
    return { ...segment, excess: byDay.mean - bandOf(byDay, judged.length) };
  });
  return results.sort((a, b) => b.excess - a.excess);
}

/** No segment may be clearly worse than its naive forecast. */
export function worstSegmentCheck(rows: ScoredRows, limits: RowLimits & LimitsOf<typeof SEGMENT_LIMITS>): GateCheck {
  const name = 'worst-segment';
  const few = tooFew(rows, limits);
  if (few !== undefined) return check(name, 'inconclusive', few);
  const results = segmentResults(rows, limits);
  const [worst] = results;
  if (!worst) return check(name, 'inconclusive', 'no segment has enough forecasts to be judged');
  const { kind, segment, mae, naiveMae, excess } = worst;
  const verdict = excess > limits.maxSegmentExcess ? 'fail' : 'pass';
  const reason =
    `of ${results.length} segments the ${kind} "${segment}" is worst: MAE ${said(mae)} beside ${said(naiveMae)} of the naive ` +
    `forecast${verdict === 'fail' ? `, at least ${said(excess)} points more` : ''}`;
  return check(name, verdict, reason, { value: Math.max(0, excess), threshold: limits.maxSegmentExcess });
}

/** Mean over some rows of the values that are there; NaN if there is none. */
function meanAt(values: Float64Array, rows: Int32Array): number {
  let [sum, count] = [0, 0];
  for (const row of rows) {
    const value = values[row]!;
    if (value !== value) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
}
