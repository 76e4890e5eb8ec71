import { DqsError } from '@dqs/core';

import { CONTROL_ARM } from '../assignment/assigner.js';
import { observationsOf, pairedRows, type ObservedRequest } from '../analysis/observations.js';
import { dailyDifferenceSpread } from '../analysis/paired-comparison.js';
import type { ExperimentOutcome } from '../definition/records.js';
import { moments } from '../stats/moments.js';
import type { LossFigures } from './plan.js';

/**
 * The figures a plan needs, measured on available outcomes: a pilot, an earlier experiment or a replay. Variances
 * within and between units by the analysis of variance of the control's losses.
 *
 * @param treatment the arm whose differences from control are measured.
 * @param share share of the units that the planned split will treat.
 * @throws DqsError `not-enough-history` below two days of pairs or two units.
 */
export function lossFigures(outcomes: readonly ExperimentOutcome[], treatment: string, share: number): LossFigures {
  const { requests } = observationsOf(outcomes, [], () => CONTROL_ARM);
  const rows = pairedRows(requests, treatment);
  const { days, sd } = dailyDifferenceSpread(rows);
  const units = lossesByUnit(requests);
  if (days < 2 || units.length < 2) {
    throw new DqsError(
      'not-enough-history',
      `expected at least 2 days and 2 units with losses of both versions for a plan, got ${days} days and ${units.length} units`,
    );
  }
  const split = { units: units.length, share, ...unitVariance(units) };
  return { baselineLoss: moments(rows.control).mean, dailyDifferenceSd: sd, split };
}

function lossesByUnit(requests: readonly ObservedRequest[]): number[][] {
  const units = new Map<string, number[]>();
  for (const { unit, arms } of requests) {
    const loss = arms[CONTROL_ARM]?.loss;
    if (loss === undefined) continue;
    const losses = units.get(unit);
    if (losses) losses.push(loss);
    else units.set(unit, [loss]);
  }
  return [...units.values()];
}

/** The variance of unit means is the one between units plus the remaining one within units. */
function unitVariance(units: readonly (readonly number[])[]) {
  const of = units.map((losses) => moments(losses));
  const several = of.filter(({ count }) => count > 1);
  const freedom = several.reduce((sum, { count }) => sum + count - 1, 0);
  const within = several.reduce((sum, { count, variance }) => sum + (count - 1) * variance, 0) / Math.max(1, freedom);
  const inverse = of.reduce((sum, { count }) => sum + 1 / count, 0) / of.length;
  const between = moments(of.map(({ mean }) => mean)).variance - within * inverse;
  return { unitSd: Math.sqrt(Math.max(0, between)), daySd: Math.sqrt(within) };
}
