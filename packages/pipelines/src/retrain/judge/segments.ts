import type { GateCheck } from '@dqs/core';
import { holmRejections, serialMean, tCdf, tQuantile } from '@dqs/core/stats';
import { check } from '@dqs/validation';

import type { Gates } from '../policy/policy.js';
import { dailyDifferences, meanOf, type PairedRows } from './losses.js';

/** Fewer days say nothing of a segment. */
const LEAST_DAYS = 14;

interface SegmentFinding {
  readonly name: string;
  readonly days: number;
  /** Mean loss of the champion. */
  readonly before: number;
  /** Mean of challenger minus champion. */
  readonly change: number;
  /** Probability of such a loss where nothing became worse; NaN where it is not known. */
  readonly pWorse: number;
  /** What the true change is not above, at the confidence of the gate. */
  readonly bound: number;
}

/**
 * One check for each guarded segment. It fails where the segment became worse, by Holm's rule over all of them; it passes only
 * where the challenger was shown to lose less than the margin, so that what cannot be told never passes.
 */
export function segmentChecks(rows: PairedRows, gate: NonNullable<Gates['segments']>): GateCheck[] {
  const { guard, level, margin } = gate;
  const findings = guard.map((name) => findingOf(name, rows, level));
  const isWorse = holmRejections(
    findings.map(({ pWorse }) => pWorse),
    level,
  );
  return findings.map((finding, i) => checkOf(finding, isWorse[i]!, margin));
}

function findingOf(name: string, rows: PairedRows, level: number): SegmentFinding {
  const members = rows.segments.get(name) ?? new Int32Array(0);
  const sums = dailyDifferences(rows, members);
  const { mean: change, error, freedom } = serialMean(sums);
  const before = meanOf(rows.champion, members);
  const found = { name, days: sums.days, before, change };
  if (sums.days < LEAST_DAYS) return { ...found, pWorse: Number.NaN, bound: Number.POSITIVE_INFINITY };
  if (!(error > 0)) return { ...found, pWorse: change > 0 ? 0 : 1, bound: change };
  return { ...found, pWorse: tCdf(-change / error, freedom), bound: change + tQuantile(1 - level, freedom) * error };
}

function checkOf({ name, days, before, change, bound }: SegmentFinding, isWorse: boolean, margin: number): GateCheck {
  const most = margin * before;
  const figures = { value: bound, threshold: most };
  const label = `segment ${name}`;
  if (days < LEAST_DAYS) {
    return check(label, 'inconclusive', `${days} days with rows of it, at least ${LEAST_DAYS} are needed`, figures);
  }
  const points = `its error changes by ${change.toFixed(3)} points, by ${bound.toFixed(3)} at most`;
  if (isWorse) return check(label, 'fail', `it became worse: ${points}`, figures);
  const limit = `${most.toFixed(3)} are allowed`;
  if (bound > most) return check(label, 'inconclusive', `it is not shown to be no worse: ${points}, ${limit}`, figures);
  return check(label, 'pass', `${points}, ${limit}`, figures);
}
