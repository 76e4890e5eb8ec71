import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { formatDay, parseDay, Random, type Hooks } from '@dqs/core';

import {
  Assigner,
  defineExperiment,
  evaluateExperiment,
  type ExperimentEvaluation,
  type ExperimentInput,
  type Exposure,
  type ExperimentOutcome,
} from '../../../src/index.js';

/** First day of generated outcomes. */
export const FIRST_DAY = parseDay('2026-01-05')!;

/** Hooks whose clock stands at noon of the first day. */
export const AT_NOON: Hooks = { clock: { now: () => FIRST_DAY * 86_400_000 + 43_200_000 } };

/** Properties of generated outcomes. */
export interface MadeOutcomes {
  readonly units?: number;
  readonly days?: number;
  /** Treatment's loss minus control's, by segment; a number applies to all. */
  readonly effect?: number | Readonly<Record<string, number>>;
  readonly latencyRatio?: number;
  readonly errorRate?: number;
  readonly seed?: number;
}

const SEGMENTS = ['DATASET', 'ATTRIBUTE', 'ROW'];

/** Paired outcomes around a loss of 10, with shared and individual noise. */
export function madeOutcomes(made: MadeOutcomes = {}): ExperimentOutcome[] {
  const { units = 30, days = 28, effect = 0, latencyRatio = 1, errorRate = 0, seed = 1 } = made;
  const random = new Random(seed);
  return Array.from({ length: units * days }, (_, i) => {
    const segment = SEGMENTS[i % 3]!;
    const shared = 10 + random.normal();
    const change = typeof effect === 'number' ? effect : (effect[segment] ?? 0);
    const failed = random.next() < errorRate;
    const latency = 2 + random.next();
    const treatment = failed
      ? { latencyMs: latency * latencyRatio, failed: true }
      : { loss: shared + change + 0.3 * random.normal(), latencyMs: latency * latencyRatio };
    return {
      unit: `unit-${i % units}`,
      day: formatDay(FIRST_DAY + Math.floor(i / units)),
      segment,
      arms: { control: { loss: shared + 0.3 * random.normal(), latencyMs: 2 + random.next() }, treatment },
    };
  });
}

/** Judges outcomes under a definition, with the assignment the definition gives. */
export function evaluated(
  outcomes: readonly ExperimentOutcome[],
  more: Partial<ExperimentInput> = {},
  exposures: readonly Exposure[] = [],
): ExperimentEvaluation {
  const definition = defineExperiment({ name: 'made', control: 'm@1', treatments: ['m@2'], ...more });
  const treatments = definition.treatments.length === 1 ? ['treatment'] : ['treatment-1', 'treatment-2'];
  const assigner = new Assigner({ name: definition.name, seed: definition.seed, treatments });
  return evaluateExperiment({
    definition,
    phases: [{ from: Number.NEGATIVE_INFINITY, share: definition.share }],
    outcomes,
    exposures,
    armOf: (unit) => assigner.arm(unit, definition.share),
  });
}

/** A folder for the tests of a file, removed afterwards. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-experiments-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
