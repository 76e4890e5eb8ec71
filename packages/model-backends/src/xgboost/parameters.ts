import type { TrainingSet, TrainRequest } from '../backend.js';
import type { Objective, ParameterValue } from '../descriptor.js';
import { weightedMean } from '../training-set.js';

/** XGBoost's name of each objective. For l1 its 1.7 sets leaves to medians without shrinking them by `eta`; 2.0 shrinks. */
const OBJECTIVES: Readonly<Record<Objective, string>> = {
  'cross-entropy': 'binary:logistic',
  l2: 'reg:squarederror',
  l1: 'reg:absoluteerror',
};

/** XGBoost's metric that watches an objective; lower is better for each. */
const METRICS: Readonly<Record<Objective, string>> = { 'cross-entropy': 'logloss', l2: 'rmse', l1: 'mae' };

/** The log odds of 0 and 1 are infinite. */
const SMALLEST_FRACTION = 1e-6;

/**
 * The parameters of a training in XGBoost's names; those of the request win. The base score is the forecast that is
 * best without any column, as LightGBM starts too; a model to continue from has its own.
 */
export function xgboostParameters(request: TrainRequest): Record<string, ParameterValue> {
  const { objective, seed, threads, train, initial, params } = request;
  return {
    objective: OBJECTIVES[objective],
    eval_metric: METRICS[objective],
    tree_method: 'hist',
    seed,
    nthread: threads,
    verbosity: 0,
    ...(initial === undefined ? { base_score: baseScore(objective, train) } : {}),
    ...params,
  };
}

function baseScore(objective: Objective, train: TrainingSet): number {
  if (objective === 'l1') return weightedMedian(train);
  const mean = weightedMean(train);
  return objective === 'l2' ? mean : Math.min(1 - SMALLEST_FRACTION, Math.max(SMALLEST_FRACTION, mean));
}

/** The lowest target with at least half of the weight at or below it. */
function weightedMedian({ target, weight }: TrainingSet): number {
  const order = Array.from(target.keys()).sort((a, b) => target[a]! - target[b]!);
  const half = weight.reduce((total, one) => total + one, 0) / 2;
  let below = 0;
  for (const row of order) {
    below += weight[row]!;
    if (below >= half) return target[row]!;
  }
  return 0.5;
}
