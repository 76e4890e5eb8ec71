import type { Objective, ParameterValue, TrainRequest } from '../backend.js';

/** LightGBM's name of each objective. */
const OBJECTIVES: Readonly<Record<Objective, string>> = {
  'cross-entropy': 'cross_entropy',
  l2: 'regression',
  l1: 'regression_l1',
};

/** LightGBM's metric that watches an objective; lower is better for each. */
const METRICS: Readonly<Record<Objective, string>> = { 'cross-entropy': 'cross_entropy', l2: 'l2', l1: 'l1' };

/**
 * The parameters of a training in LightGBM's names. `deterministic` with one fixed histogram layout makes the model
 * independent of the number of threads, so that the same data and seed give the same bytes.
 */
export function lightgbmParameters(request: TrainRequest): Record<string, ParameterValue> {
  return {
    objective: OBJECTIVES[request.objective],
    metric: METRICS[request.objective],
    num_threads: request.threads,
    seed: request.seed,
    deterministic: true,
    force_row_wise: true,
    verbosity: -1,
    ...request.params,
  };
}
