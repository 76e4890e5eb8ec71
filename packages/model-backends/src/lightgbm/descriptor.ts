import type { BackendDescriptor, BackendSearch, ThresholdDefaults, TrainingDefaults } from '../descriptor.js';
import { treeCost } from '../tree-cost.js';

/** Rows a leaf needs once there is plenty of data. */
const LEAF_ROWS = 100;

/**
 * Rows that a leaf needs, by the number of training rows: a small history could not be split at all if a leaf needed as
 * many rows as in a large one.
 */
export function leafRows(rows: number): number {
  return Math.max(5, Math.min(LEAF_ROWS, Math.round(rows / 50)));
}

/**
 * Defaults chosen by rolling backtest on the days before any test window (docs/forecasting.md). Both trust recent months
 * more than old ones. Those of `extended` learn slowly, from random halves of the rows and thirds of the columns.
 */
const EXTENDED: TrainingDefaults = {
  objective: 'cross-entropy',
  rounds: 400,
  halfLifeDays: 180,
  params: (rows) => ({
    learning_rate: 0.03,
    num_leaves: 31,
    min_data_in_leaf: leafRows(rows),
    feature_fraction: 0.3,
    bagging_fraction: 0.5,
    bagging_freq: 1,
    lambda_l2: 30,
  }),
};

/** The quick ones, for few columns. */
const CLASSIC: TrainingDefaults = {
  objective: 'cross-entropy',
  rounds: 100,
  halfLifeDays: 180,
  params: (rows) => ({ learning_rate: 0.05, num_leaves: 31, min_data_in_leaf: leafRows(rows) }),
};

/** Levels of days, one row each: about as many as there are executions, so that the quick half of the bins does. */
const THRESHOLDS: ThresholdDefaults = {
  objective: 'cross-entropy',
  rounds: 200,
  params: (rows) => ({
    learning_rate: 0.06,
    num_leaves: 31,
    min_data_in_leaf: leafRows(rows),
    feature_fraction: 0.4,
    bagging_fraction: 0.6,
    bagging_freq: 1,
    lambda_l2: 30,
    max_bin: 127,
  }),
  space: {
    learning_rate: { type: 'float', low: 0.02, high: 0.2, log: true },
    num_leaves: { type: 'int', low: 7, high: 127, log: true },
    min_data_in_leaf: { type: 'int', low: 5, high: 1000, log: true },
    feature_fraction: { type: 'float', low: 0.1, high: 1 },
    lambda_l2: { type: 'float', low: 0.01, high: 300, log: true },
  },
};

const NAIVE: TrainingDefaults = { objective: 'cross-entropy', rounds: 1, halfLifeDays: 0, params: () => ({}) };

/** The search space: learning rate, size of trees, random sampling, and age of rows. */
const SPACE: BackendSearch['space'] = {
  learning_rate: { type: 'float', low: 0.02, high: 0.2, log: true },
  num_leaves: { type: 'int', low: 7, high: 127, log: true },
  min_data_in_leaf: { type: 'int', low: 5, high: 400, log: true },
  feature_fraction: { type: 'float', low: 0.1, high: 1 },
  bagging_fraction: { type: 'float', low: 0.3, high: 1 },
  // Without it LightGBM takes no notice of the fraction.
  bagging_freq: { type: 'int', low: 1, high: 1 },
  lambda_l2: { type: 'float', low: 0.01, high: 300, log: true },
  halfLifeDays: { type: 'int', low: 30, high: 1000, log: true },
};

/**
 * The same where the defaults leave out penalty and chance: both can be absent, so that the space holds the defaults. Other
 * steps of the penalty than whole ones would not be told apart.
 */
const PLAIN_SPACE: BackendSearch['space'] = {
  ...SPACE,
  bagging_freq: { type: 'int', low: 0, high: 1 },
  bagging_fraction: { type: 'float', low: 0.3, high: 1, when: { bagging_freq: 1 } },
  lambda_l2: { type: 'float', low: 0, high: 100, step: 1 },
};

const LIBRARY_DEFAULTS: BackendSearch['libraryDefaults'] = {
  learning_rate: 0.1,
  num_leaves: 31,
  max_depth: -1,
  min_data_in_leaf: 20,
  feature_fraction: 1,
  bagging_fraction: 1,
  bagging_freq: 0,
  lambda_l1: 0,
  lambda_l2: 0,
};

/** Gradient boosted trees by LightGBM. The default learner. */
export const LIGHTGBM: BackendDescriptor = {
  name: 'lightgbm',
  capabilities: {
    training: true,
    weights: true,
    contributions: true,
    categories: true,
    quantiles: true,
    incremental: true,
    distributed: true,
    objectives: ['cross-entropy', 'l2', 'l1'],
  },
  wording: {
    label: 'LightGBM',
    description: 'gradient boosted trees by LightGBM',
    contributions: 'SHAP values: what a feature changes, on average over all orders in which features become known',
  },
  defaults: (spec) => (spec === 'extended' ? EXTENDED : spec === 'naive' ? NAIVE : CLASSIC),
  rate: 'learning_rate',
  thresholds: THRESHOLDS,
  search: (spec) => ({ space: spec === 'extended' ? SPACE : PLAIN_SPACE, libraryDefaults: LIBRARY_DEFAULTS }),
  cost: treeCost({
    leaves: 'num_leaves',
    columns: 'feature_fraction',
    rows: 'bagging_fraction',
    rate: 'learning_rate',
  }),
};
