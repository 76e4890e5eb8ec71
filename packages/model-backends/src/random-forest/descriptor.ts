import type { BackendDescriptor, TrainingDefaults } from '../descriptor.js';
import { leafRows } from '../lightgbm/descriptor.js';
import { treeCost } from '../tree-cost.js';

/**
 * Forests grown to the last row, scikit-learn's default, take minutes and hundreds of megabytes on a history: leaves of a
 * few dozen rows, as suits LightGBM's trees, and a third of the columns a split. Not searched (docs/forecasting.md).
 */
const DEFAULTS: TrainingDefaults = {
  objective: 'l2',
  rounds: 100,
  halfLifeDays: 180,
  params: (rows) => ({ min_samples_leaf: Math.ceil(leafRows(rows) / 4), max_features: 0.33 }),
};

/** scikit-learn's `RandomForestRegressor` by its own parameter names, grown by LightGBM. */
export const RANDOM_FOREST: BackendDescriptor = {
  name: 'random-forest',
  capabilities: {
    training: true,
    weights: true,
    contributions: true,
    categories: true,
    quantiles: false,
    incremental: false,
    distributed: false,
    objectives: ['l2'],
  },
  wording: {
    label: 'random forest',
    description: "scikit-learn's RandomForestRegressor, grown by LightGBM",
    contributions:
      'SHAP values of the trees, averaged: what a feature changes, on average over all orders in which features become known',
  },
  defaults: () => DEFAULTS,
  cost: treeCost({}),
};
