import type { GateCheck } from '@dqs/core';

import type { DistributionColumns } from './distribution-columns.js';
import { check } from './gate-report.js';
import { tooFew, type RowLimits, type ScoredRows } from './scored-rows.js';

/**
 * A gate on distributions, inconclusive where rows or days are too few, or where the forecasts were not scored as
 * distributions.
 */
export function distributionCheck(
  name: string,
  rows: ScoredRows,
  least: RowLimits,
  judge: (columns: DistributionColumns) => GateCheck,
): GateCheck {
  const few = tooFew(rows, least);
  if (few !== undefined) return check(name, 'inconclusive', few);
  if (rows.distribution !== undefined) return judge(rows.distribution);
  return check(name, 'inconclusive', 'the forecasts were not scored as distributions, so only their points are judged');
}

/** A failed check on the spread of distributions, or the remark that becomes of it where the spread was not learned. */
export function spreadFault(
  { spread }: DistributionColumns,
  name: string,
  reason: string,
  figures: { readonly value?: number; readonly threshold?: number },
): GateCheck {
  if (spread === 'learned') return check(name, 'fail', reason, figures);
  const remark = 'a remark, since the model learned a mean and its spread is only assumed (binomial)';
  return check(name, 'inconclusive', `${reason}; ${remark}`, figures);
}

/** Mean of scores; NaN if there is none. */
export function meanOf(scores: Float64Array): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
