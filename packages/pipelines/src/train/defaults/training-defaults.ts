import type { SpecName } from '@dqs/features';
import { registeredBackend, type Objective, type ParameterValue } from '@dqs/model-backends';

import { HIST_GRADIENT_BOOSTING_DEFAULTS } from './hist-gradient-boosting.js';
import { LIGHTGBM_DEFAULTS } from './lightgbm.js';
import { RANDOM_FOREST_DEFAULTS } from './random-forest.js';
import { RIDGE_DEFAULTS } from './ridge.js';
import { XGBOOST_DEFAULTS } from './xgboost.js';

/** What a training starts from where nothing else is asked for. */
export interface TrainingDefaults {
  readonly objective: Objective;
  readonly rounds: number;
  /** Days after which a training row weighs half; 0 for rows of equal weight whatever their age. */
  readonly halfLifeDays: number;
  /** Parameters in the backend's names, for that many training rows. */
  readonly params: (rows: number) => Readonly<Record<string, ParameterValue>>;
}

/** The defaults of a backend by feature spec. */
export type BackendDefaults = Readonly<Record<SpecName, TrainingDefaults>>;

const BY_BACKEND: Readonly<Record<string, BackendDefaults>> = {
  lightgbm: LIGHTGBM_DEFAULTS,
  xgboost: XGBOOST_DEFAULTS,
  ridge: RIDGE_DEFAULTS,
  'random-forest': RANDOM_FOREST_DEFAULTS,
  'hist-gradient-boosting': HIST_GRADIENT_BOOSTING_DEFAULTS,
};

/** A backend that was never tried on a history starts from its own parameters. */
const UNTRIED: Omit<TrainingDefaults, 'objective'> = { rounds: 100, halfLifeDays: 180, params: () => ({}) };

/** What a training with a backend starts from. */
export function trainingDefaults(backend: string, spec: SpecName): TrainingDefaults {
  const known = Object.hasOwn(BY_BACKEND, backend) ? BY_BACKEND[backend] : undefined;
  if (known) return known[spec];
  const objectives = registeredBackend(backend)?.capabilities.objectives ?? [];
  const objective = objectives.length === 0 || objectives.includes('cross-entropy') ? 'cross-entropy' : objectives[0]!;
  return { ...UNTRIED, objective };
}
