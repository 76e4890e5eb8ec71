import { invalidOptions, optionProblem, unknownOption } from '@dqs/core';
import { z } from 'zod';

import { CONTROL_ARM } from '../assignment/assigner.js';

/** Limits that a treatment must not exceed, whatever its loss. Each is optional. */
export interface Guardrails {
  /** Greatest increase of the 95th percentile of latency, as a share of the control's: 0.2 allows 20 % more. */
  readonly latencyIncrease?: number;
  /** Greatest increase of the share of requests that fail: 0.01 allows one more in a hundred. */
  readonly errorRateIncrease?: number;
  /** Greatest increase of the loss in any one segment, as a share of the control's loss there. */
  readonly segmentLossIncrease?: number;
}

/** What is tested and how it will be judged; fixed when the experiment starts. Survives JSON. */
export interface ExperimentDefinition {
  /** Lower-case letters, digits, dots, dashes and underscores. */
  readonly name: string;
  /** The version in use: `model@1.2.0`, or the folder of a bundle. */
  readonly control: string;
  /** The versions that may replace it, one or more. */
  readonly treatments: readonly string[];
  /**
   * `shadow`: every version scores every request, and the split only decides whose answer is served; losses are
   * compared in pairs. `split`: only the version that serves scores; units are compared between arms.
   *
   * @default 'shadow'
   */
  readonly mode: 'shadow' | 'split';
  /** Share of the units served by a treatment when the experiment starts, in [0, 1]. @default 0.5 */
  readonly share: number;
  /** Seed of the assignment. @default 42 */
  readonly seed: number;
  /** Probability of a false verdict over all looks and treatments together. @default 0.05 */
  readonly alpha: number;
  /** Days after which the fixed-horizon tests are due; the always-valid interval is also tuned for it. @default 28 */
  readonly plannedDays: number;
  /** Days before any verdict, so that each weekday has been seen. @default 7 */
  readonly minDays: number;
  /** What defines the segment of an outcome: level of execution, rule or dataset. @default 'level' */
  readonly segmentBy: 'level' | 'rule' | 'dataset';
  readonly guardrails: Guardrails;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/;
const version = z.string().min(1);
const increase = z.number().min(0).max(100);

/** Checks a definition read from JSON. */
export const DEFINITION_SCHEMA = z.strictObject({
  name: z.string().regex(NAME, 'expected lower-case letters, digits, ".", "-" and "_"'),
  control: version,
  treatments: z.array(version).min(1).max(20),
  mode: z.enum(['shadow', 'split']).default('shadow'),
  share: z.number().min(0).max(1).default(0.5),
  seed: z.int().min(0).max(2_147_483_647).default(42),
  alpha: z.number().gt(0).lt(0.5).default(0.05),
  plannedDays: z.int().min(2).max(3660).default(28),
  minDays: z.int().min(2).max(3660).default(7),
  segmentBy: z.enum(['level', 'rule', 'dataset']).default('level'),
  guardrails: z
    .strictObject({
      latencyIncrease: increase.optional(),
      errorRateIncrease: increase.optional(),
      segmentLossIncrease: increase.optional(),
    })
    .default({}),
});

/** The required part of a definition; the rest has defaults. */
export type ExperimentInput = Pick<ExperimentDefinition, 'name' | 'control' | 'treatments'> &
  Partial<ExperimentDefinition>;

/**
 * Checks a definition and fills in the defaults.
 *
 * @throws DqsError `invalid-argument` that lists every problem, with the nearest name of an unknown option.
 */
export function defineExperiment(input: ExperimentInput): ExperimentDefinition {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const result = DEFINITION_SCHEMA.safeParse(given);
  const problems = result.success
    ? problemsBetween(result.data)
    : result.error.issues.map((issue) => optionProblem(issue, unknownOption(Object.keys(DEFINITION_SCHEMA.shape))));
  if (result.success && problems.length === 0) return result.data;
  throw invalidOptions('experiment', problems);
}

/** The names of the treatment arms: `treatment`, or `treatment-1`, `treatment-2`, … if there are several. */
export function treatmentArms({ treatments }: Pick<ExperimentDefinition, 'treatments'>): string[] {
  return treatments.length === 1 ? ['treatment'] : treatments.map((_, i) => `treatment-${i + 1}`);
}

/** The version behind each arm. */
export function versionsByArm(definition: ExperimentDefinition): Readonly<Record<string, string>> {
  const treated = treatmentArms(definition).map((arm, i) => [arm, definition.treatments[i]!] as const);
  return Object.fromEntries([[CONTROL_ARM, definition.control], ...treated]);
}

function problemsBetween({ minDays, plannedDays, control, treatments }: ExperimentDefinition): string[] {
  const problems: string[] = [];
  if (minDays > plannedDays) problems.push(`minDays: expected at most plannedDays (${plannedDays}), got ${minDays}`);
  const versions = [control, ...treatments];
  if (new Set(versions).size < versions.length) {
    problems.push(`treatments: expected distinct versions, got ${versions.join(', ')}`);
  }
  return problems;
}
