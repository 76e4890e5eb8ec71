import type { ExperimentEvaluation } from '../analysis/evaluate.js';
import { evaluateExperiment } from '../analysis/evaluate.js';
import type { Experiment } from './experiment.js';
import type { ExperimentStore } from './experiment-store.js';

/** An evaluation of a stored experiment. */
export interface StoredEvaluation extends ExperimentEvaluation {
  /** Skipped log lines that are incomplete or damaged. */
  readonly damagedRecords: number;
}

/** Reads the logs of an experiment and judges it. */
export async function evaluateStored(store: ExperimentStore, experiment: Experiment): Promise<StoredEvaluation> {
  const { definition, phases } = experiment;
  const outcomes = await store.read(definition.name, 'outcomes');
  const exposures = await store.read(definition.name, 'exposures');
  const evaluation = evaluateExperiment({
    definition,
    phases,
    outcomes: outcomes.records,
    exposures: exposures.records,
    armOf: (unit, day) => experiment.arm(unit, day),
  });
  return { ...evaluation, damagedRecords: outcomes.damaged + exposures.damaged };
}
