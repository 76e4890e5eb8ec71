import type { ParameterValue } from '@dqs/model-backends';
import type { SpecName } from '@dqs/features';

/** Rounds and learner parameters that a training starts from. */
export interface TrainingDefaults {
  readonly rounds: number;
  readonly params: Readonly<Record<string, ParameterValue>>;
}

/** LightGBM defaults by feature spec, chosen by rolling backtest on days before every reported test window. */
export const LIGHTGBM_DEFAULTS: Readonly<Record<SpecName, TrainingDefaults>> = {
  classic: { rounds: 100, params: { learning_rate: 0.1, num_leaves: 31 } },
  extended: {
    rounds: 300,
    params: {
      learning_rate: 0.03,
      num_leaves: 15,
      min_data_in_leaf: 200,
      feature_fraction: 0.5,
      bagging_fraction: 0.7,
      bagging_freq: 1,
      lambda_l2: 10,
    },
  },
  naive: { rounds: 1, params: {} },
};
