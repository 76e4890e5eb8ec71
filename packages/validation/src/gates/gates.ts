import { didYouMean, invalidOptions, optionProblem, type GateCheck } from '@dqs/core';
import { z } from 'zod';

import { BATCH_LIMITS, HISTORY_LIMITS } from '../data/limits.js';
import { CALIBRATION_LIMITS, calibrationChecks } from './calibration.js';
import { SPREAD_LIMITS, constantForecastsCheck } from './constant-forecasts.js';
import { COVERAGE_LIMITS, coverageChecks } from './coverage.js';
import { CRPS_SKILL_LIMITS, crpsSkillCheck } from './crps-skill.js';
import { LEAKAGE_LIMITS } from './leakage.js';
import { PERFORMANCE_LIMITS, performanceChecks } from './performance.js';
import { SCORE_LIMITS } from './reported-scores.js';
import { ROW_LIMITS, type ScoredRows } from './scored-rows.js';
import { SEGMENT_CRPS_LIMITS, levelCrpsCheck, ruleCrpsCheck } from './segment-crps.js';
import { TRAINING_LIMITS } from './training-facts.js';
import { SEGMENT_LIMITS, worstSegmentCheck } from './worst-segment.js';

const SCHEMA = z.strictObject({
  ...PERFORMANCE_LIMITS,
  ...SEGMENT_LIMITS,
  ...CALIBRATION_LIMITS,
  ...SPREAD_LIMITS,
  ...CRPS_SKILL_LIMITS,
  ...COVERAGE_LIMITS,
  ...SEGMENT_CRPS_LIMITS,
  ...ROW_LIMITS,
  ...TRAINING_LIMITS,
  ...LEAKAGE_LIMITS,
  ...SCORE_LIMITS,
  ...BATCH_LIMITS,
  ...HISTORY_LIMITS,
});

/** Limits of every gate and data check, each declared beside its gate. Errors are in percentage points, shares from 0 to 1. */
export type GateLimits = z.output<typeof SCHEMA>;

/** Names of the limits. */
export const GATE_LIMIT_NAMES = Object.keys(SCHEMA.shape) as readonly (keyof GateLimits)[];

/** Every gate on forecasts of days that were not trained on. */
export function forecastChecks(rows: ScoredRows, limits: GateLimits): GateCheck[] {
  return [
    ...performanceChecks(rows, limits),
    worstSegmentCheck(rows, limits),
    ...calibrationChecks(rows, limits),
    constantForecastsCheck(rows, limits),
    crpsSkillCheck(rows, limits),
    ...coverageChecks(rows, limits),
    levelCrpsCheck(rows, limits),
    ruleCrpsCheck(rows, limits),
  ];
}

/**
 * Limits with the defaults filled in.
 *
 * @throws DqsError `invalid-argument` that lists every problem, with the nearest name of an unknown limit.
 */
export function gateLimits(given: Partial<GateLimits> = {}): GateLimits {
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const result = SCHEMA.safeParse(defined);
  if (result.success) return result.data;
  throw invalidOptions(
    'gate limits',
    result.error.issues.map((issue) => optionProblem(issue, unknownLimit)),
  );
}

function unknownLimit(name: string): string {
  const known = `, expected one of ${GATE_LIMIT_NAMES.join(', ')}`;
  return `unknown limit "${name}"${didYouMean(name, GATE_LIMIT_NAMES, known)}`;
}
