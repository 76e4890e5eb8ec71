import { leafRows } from './lightgbm.js';
import type { BackendDefaults, TrainingDefaults } from './training-defaults.js';

/** What suits LightGBM's trees on so noisy a target, in scikit-learn's names; not searched (docs/forecasting.md). */
const CHOSEN: TrainingDefaults = {
  objective: 'l2',
  rounds: 200,
  halfLifeDays: 180,
  params: (rows) => ({ learning_rate: 0.05, min_samples_leaf: leafRows(rows), l2_regularization: 30 }),
};

/** Defaults of histogram boosting, the same for every feature spec. */
export const HIST_GRADIENT_BOOSTING_DEFAULTS: BackendDefaults = { classic: CHOSEN, extended: CHOSEN, naive: CHOSEN };
