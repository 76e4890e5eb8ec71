import type { TrainRequest } from '../backend.js';
import type { Objective, ParameterValue } from '../descriptor.js';

/** LightGBM's name of each objective. */
const OBJECTIVES: Readonly<Record<Objective, string>> = {
  'cross-entropy': 'cross_entropy',
  l2: 'regression',
  l1: 'regression_l1',
};

/** LightGBM's metric that watches an objective; lower is better for each. */
const METRICS: Readonly<Record<Objective, string>> = { 'cross-entropy': 'cross_entropy', l2: 'l2', l1: 'l1' };

/**
 * The parameters of a training in LightGBM's names; those of the request win. `deterministic` with one fixed histogram layout makes the model
 * independent of the number of threads, so that the same data and seed give the same bytes.
 */
export function lightgbmParameters(request: TrainRequest): Record<string, ParameterValue> {
  return { ...lossParameters(request), ...runParameters(request), ...request.params };
}

/** The loss to minimise, and the metric that early stopping watches. */
export function lossParameters({ objective, quantile }: TrainRequest): Record<string, ParameterValue> {
  if (quantile !== undefined) return { objective: 'quantile', metric: 'quantile', alpha: quantile };
  return { objective: OBJECTIVES[objective], metric: METRICS[objective] };
}

/** How the training runs, whatever it learns. */
export function runParameters({ threads, seed }: TrainRequest): Record<string, ParameterValue> {
  return { num_threads: threads, seed, deterministic: true, force_row_wise: true, verbosity: -1 };
}
