import { clusteredMean } from '@dqs/core';

import { check, said, type GateCheck } from './gate-report.js';
import { absoluteErrors, bestNaive, meanOf, tooFew, type ScoredRows } from './scored-rows.js';
import type { Thresholds } from './thresholds.js';

/** One of many segments is always worst: its band is wider than that of a single question. */
const MANY = 3.5;

/** How a segment did. Errors in percentage points. */
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
 * is the best one over all rows, so that no segment chooses its own opponent.
 */
export function segmentResults(rows: ScoredRows, least: Pick<Thresholds, 'minRows' | 'minDays'>): SegmentResult[] {
  const errors = absoluteErrors(rows.actual, rows.predicted);
  const naive = bestNaive(rows).errors;
  const excess = errors.map((error, row) => error - naive[row]!);
  const results: SegmentResult[] = [];
  for (const [kind, { names, code }] of Object.entries(rows.segments)) {
    rowsBySegment(code, names.length).forEach((members, segment) => {
      if (members.length < least.minRows || names[segment] === '') return;
      const days = members.map((row) => rows.day[row]!);
      const { mean, standardError, clusters } = clusteredMean(pick(excess, members), days);
      if (clusters < least.minDays) return;
      const means = { mae: meanOf(pick(errors, members)), naiveMae: meanOf(pick(naive, members)) };
      const name = names[segment]!;
      results.push({ kind, segment: name, rows: members.length, ...means, excess: mean - MANY * standardError });
    });
  }
  return results.sort((a, b) => b.excess - a.excess);
}

/** No segment may be clearly worse than its naive forecast. */
export function worstSegmentCheck(
  rows: ScoredRows,
  limits: Pick<Thresholds, 'minRows' | 'minDays' | 'maxSegmentExcess'>,
): GateCheck {
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

/** Rows of each segment, by counting sort. */
function rowsBySegment(code: Int32Array, segments: number): Int32Array[] {
  const ends = new Int32Array(segments + 1);
  for (const segment of code) ends[segment + 1]! += 1;
  for (let segment = 0; segment < segments; segment += 1) ends[segment + 1]! += ends[segment]!;
  const next = ends.slice(0, segments);
  const order = new Int32Array(code.length);
  code.forEach((segment, row) => (order[next[segment]!++] = row));
  return Array.from({ length: segments }, (_, segment) => order.subarray(ends[segment], ends[segment + 1]));
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) picked[i] = values[rows[i]!]!;
  return picked;
}
