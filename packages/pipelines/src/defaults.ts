import type { ParameterValue } from '@dqs/model-backends';
import type { SpecName } from '@dqs/features';

/** What a training starts from where nothing else is asked for. */
export interface TrainingDefaults {
  readonly rounds: number;
  /** Days after which a training row weighs half; 0 for rows of equal weight whatever their age. */
  readonly halfLifeDays: number;
  /** Parameters in LightGBM's names, for that many training rows. */
  readonly params: (rows: number) => Readonly<Record<string, ParameterValue>>;
}

/** Rows a leaf needs once there is plenty of data. */
const LEAF_ROWS = 100;

/** A small history could not be split at all if a leaf needed as many rows as in a large one. */
function leafRows(rows: number): number {
  return Math.max(5, Math.min(LEAF_ROWS, Math.round(rows / 50)));
}

/**
 * LightGBM defaults by feature spec, chosen by rolling backtest on the days before any test window (docs/forecasting.md).
 * Both trust recent months more than old ones. `classic` is the quick one; `extended` learns slowly from random halves of
 * the rows and thirds of the columns.
 */
export const LIGHTGBM_DEFAULTS: Readonly<Record<SpecName, TrainingDefaults>> = {
  classic: {
    rounds: 100,
    halfLifeDays: 180,
    params: (rows) => ({ learning_rate: 0.05, num_leaves: 31, min_data_in_leaf: leafRows(rows) }),
  },
  extended: {
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
  naive: { rounds: 1, halfLifeDays: 0, params: () => ({}) },
};
