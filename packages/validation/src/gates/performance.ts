import type { GateCheck } from '@dqs/core';
import { absoluteErrors, clusteredMean, meanAbsoluteError } from '@dqs/core/stats';
import { z } from 'zod';

import { check, said, type LimitsOf } from './gate-report.js';
import { bandOf, bestNaive, tooFew, type RowLimits, type ScoredRows } from './scored-rows.js';

/** Limits of the error of the forecasts. */
export const PERFORMANCE_LIMITS = {
  /** Least skill over the best naive forecast: `1 − MAE / MAE of the naive`. */
  minSkill: z.number().max(1).default(0),
  /** Greatest mean absolute error, in percentage points. */
  maxMae: z.number().min(0).default(40),
};

type Limits = LimitsOf<typeof PERFORMANCE_LIMITS> & RowLimits;

/**
 * Error and skill over the best naive forecast. The skill fails only if chance does not explain it: the band of the
 * mean loss difference, days being its units, has to lie wholly on the wrong side.
 *
 * @param suffix put behind the names of the checks, to tell several sets of forecasts apart.
 */
export function performanceChecks(rows: ScoredRows, limits: Limits, suffix = ''): GateCheck[] {
  const few = tooFew(rows, limits);
  if (few !== undefined) {
    return ['mae', 'skill'].map((name) => check(`${name}${suffix}`, 'inconclusive', few));
  }
  const errors = absoluteErrors(rows.actual, rows.predicted);
  return [
    maeCheck(meanAbsoluteError(rows.actual, rows.predicted), limits, suffix),
    skillCheck(rows, errors, limits, suffix),
  ];
}

function maeCheck(mae: number, { maxMae }: Limits, suffix: string): GateCheck {
  const verdict = mae <= maxMae ? 'pass' : 'fail';
  const side = verdict === 'pass' ? 'within' : 'above';
  const reason = `mean absolute error ${said(mae)} points, ${side} the limit of ${said(maxMae)}`;
  return check(`mae${suffix}`, verdict, reason, { value: mae, threshold: maxMae });
}

function skillCheck(rows: ScoredRows, errors: Float64Array, limits: Limits, suffix: string): GateCheck {
  const name = `skill${suffix}`;
  const { minSkill } = limits;
  const naive = bestNaive(rows);
  const mae = meanAbsoluteError(rows.actual, rows.predicted);
  if (naive.mae === 0) return withoutNaiveError(name, mae, naive.name, minSkill);
  // Skill ≥ s says MAE ≤ (1 − s) · naive MAE: a mean of differences, which has a band.
  const excess = errors.map((error, row) => error - (1 - minSkill) * naive.errors[row]!);
  const byDay = clusteredMean(excess, rows.day);
  const { mean } = byDay;
  const skill = 1 - mae / naive.mae;
  const figures = { value: skill, threshold: minSkill };
  const found =
    `MAE ${said(mae)} beside ${said(naive.mae)} of the best naive forecast (${naive.name}): ` +
    `skill ${said(100 * skill, 1)} %, at least ${said(100 * minSkill, 1)} % is asked for`;
  if (mean <= 0) return check(name, 'pass', found, figures);
  if (mean - bandOf(byDay) > 0) return check(name, 'fail', `${found}; chance does not explain it`, figures);
  return check(name, 'inconclusive', `${found}; the difference is within what chance explains`, figures);
}

function withoutNaiveError(name: string, mae: number, naive: string, minSkill: number): GateCheck {
  const figures = { threshold: minSkill };
  const found = `the naive forecast ${naive} makes no error at all`;
  if (mae < 0.5) return check(name, 'pass', `${found}, and the model makes one of ${said(mae)} points`, figures);
  return check(name, 'fail', `${found}, the model makes one of ${said(mae)} points`, figures);
}
