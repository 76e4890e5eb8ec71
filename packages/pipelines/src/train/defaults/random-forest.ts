import { leafRows } from './lightgbm.js';
import type { BackendDefaults, TrainingDefaults } from './training-defaults.js';

/**
 * Forests grown to the last row, scikit-learn's default, take minutes and hundreds of megabytes on a history: leaves of a
 * few dozen rows, as suits LightGBM's trees, and a third of the columns a split. Not searched (docs/forecasting.md).
 */
const CHOSEN: TrainingDefaults = {
  objective: 'l2',
  rounds: 100,
  halfLifeDays: 180,
  params: (rows) => ({ min_samples_leaf: Math.ceil(leafRows(rows) / 4), max_features: 0.33 }),
};

/** Forest defaults, the same for every feature spec. */
export const RANDOM_FOREST_DEFAULTS: BackendDefaults = { classic: CHOSEN, extended: CHOSEN, naive: CHOSEN };
