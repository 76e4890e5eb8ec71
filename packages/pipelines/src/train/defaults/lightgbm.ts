import type { BackendDefaults } from './training-defaults.js';

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
 * LightGBM defaults by feature spec, chosen by rolling backtest on the days before any test window (docs/forecasting.md).
 * Both trust recent months more than old ones. `classic` is the quick one; `extended` learns slowly from random halves of
 * the rows and thirds of the columns.
 */
export const LIGHTGBM_DEFAULTS: BackendDefaults = {
  classic: {
    objective: 'cross-entropy',
    rounds: 100,
    halfLifeDays: 180,
    params: (rows) => ({ learning_rate: 0.05, num_leaves: 31, min_data_in_leaf: leafRows(rows) }),
  },
  extended: {
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
  },
  naive: { objective: 'cross-entropy', rounds: 1, halfLifeDays: 0, params: () => ({}) },
};
