import type { BackendDescriptor, ThresholdDefaults, TrainingDefaults } from '../descriptor.js';
import { leafRows } from '../lightgbm/descriptor.js';
import { treeCost } from '../tree-cost.js';

/** Settings that suit LightGBM's trees on a noisy target, in scikit-learn's names; not searched (docs/forecasting.md). */
const DEFAULTS: TrainingDefaults = {
  objective: 'l2',
  rounds: 200,
  halfLifeDays: 180,
  params: (rows) => ({ learning_rate: 0.05, min_samples_leaf: leafRows(rows), l2_regularization: 30 }),
};

const THRESHOLDS: ThresholdDefaults = {
  objective: 'l2',
  rounds: 200,
  params: (rows) => ({ learning_rate: 0.06, min_samples_leaf: leafRows(rows), l2_regularization: 30 }),
};

/** scikit-learn's `HistGradientBoostingRegressor` by its own parameter names, grown by LightGBM. */
export const HIST_GRADIENT_BOOSTING: BackendDescriptor = {
  name: 'hist-gradient-boosting',
  capabilities: {
    training: true,
    weights: true,
    contributions: true,
    categories: true,
    quantiles: true,
    incremental: true,
    distributed: false,
    objectives: ['l2', 'l1'],
  },
  wording: {
    label: 'histogram boosting',
    description: "scikit-learn's HistGradientBoostingRegressor, grown by LightGBM",
    contributions: 'SHAP values: what a feature changes, on average over all orders in which features become known',
  },
  defaults: () => DEFAULTS,
  rate: 'learning_rate',
  thresholds: THRESHOLDS,
  cost: treeCost({ rate: 'learning_rate' }),
};
