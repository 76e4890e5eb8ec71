import type { GateCheck } from '@dqs/core';
import { clusteredMean } from '@dqs/core/stats';
import { z } from 'zod';

import type { DistributionColumns } from './distribution-columns.js';
import { check, said, type LimitsOf } from './gate-report.js';
import { distributionCheck, meanOf, spreadFault } from './scored-distributions.js';
import { bandOf, type RowLimits, type ScoredRows } from './scored-rows.js';

/** Limit of the skill of forecasts as distributions. */
export const CRPS_SKILL_LIMITS = {
  /** Least skill over the best naive distribution: `1 − CRPS / CRPS of the naive`. */
  minCrpsSkill: z.number().max(1).default(0),
};

type Limits = RowLimits & LimitsOf<typeof CRPS_SKILL_LIMITS>;

/**
 * Skill over the naive distribution that was best on the training days, so that the test days do not choose the opponent.
 * The verdict needs a band of the mean difference, days being its units, that lies wholly on one side: with few days, or
 * a skill close to the limit, it is inconclusive.
 *
 * @param suffix put behind the name of the check, to tell several sets of forecasts apart.
 */
export function crpsSkillCheck(rows: ScoredRows, limits: Limits, suffix = ''): GateCheck {
  const name = `crps-skill${suffix}`;
  const { minCrpsSkill } = limits;
  return distributionCheck(name, rows, limits, (columns) => {
    const { crps, bestNaive } = columns;
    const [own, naive] = [meanOf(crps), meanOf(bestNaive.crps)];
    if (naive === 0) return withoutNaiveError(name, columns, own, minCrpsSkill);
    // Skill ≥ s says CRPS ≤ (1 − s) · naive CRPS: a mean of differences, which has a band.
    const byDay = clusteredMean(
      crps.map((score, row) => score - (1 - minCrpsSkill) * bestNaive.crps[row]!),
      rows.day,
    );
    const skill = 1 - own / naive;
    const figures = { value: skill, threshold: minCrpsSkill };
    const found =
      `CRPS ${said(own)} beside ${said(naive)} of the naive distribution that was best on the training days ` +
      `(${bestNaive.name}): skill ${said(100 * skill, 1)} %, more than ${said(100 * minCrpsSkill, 1)} % is asked for`;
    const band = bandOf(byDay);
    if (byDay.mean + band < 0) return check(name, 'pass', found, figures);
    if (byDay.mean - band > 0) return check(name, 'fail', `${found}; chance does not explain it`, figures);
    return check(
      name,
      'inconclusive',
      `${found}; ${byDay.clusters} days do not tell the difference from chance`,
      figures,
    );
  });
}

/** Below this CRPS, in points, a model is right wherever the naive distribution always is. */
const NEARLY_RIGHT = 0.5;

function withoutNaiveError(name: string, columns: DistributionColumns, crps: number, threshold: number): GateCheck {
  const found = `the naive distribution ${columns.bestNaive.name} is certain and always right, the model has a CRPS of ${said(crps)}`;
  if (crps < NEARLY_RIGHT) return check(name, 'pass', found, { threshold });
  return spreadFault(columns, name, found, { threshold });
}
