import { DqsError } from '@dqs/core';
import { SearchSpace, type Parameters, type SpaceDefinition } from '@dqs/experiments';

/** What is searched of LightGBM where no space is given: the size of a step and of a tree, chance, and age of rows. */
export const LIGHTGBM_SPACE: SpaceDefinition = {
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

/** What LightGBM does where a training names nothing: the place of untuned parameters in a space. */
export const LIGHTGBM_OWN_DEFAULTS: Readonly<Record<string, number>> = {
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

/**
 * The space of a backend.
 *
 * @throws DqsError `config-invalid` for a backend that has none.
 */
export function defaultSpace(backend: string): SearchSpace {
  if (backend === 'lightgbm') return new SearchSpace(LIGHTGBM_SPACE);
  throw new DqsError('config-invalid', `expected a search space for the backend "${backend}", got none; give one`);
}

/** Trees grow with their leaves and the features looked at, and more of them are needed with a smaller rate. */
export function estimatedCost(parameters: Parameters): number {
  const number = (name: string, otherwise: number) => Number(parameters[name] ?? otherwise);
  const perTree = number('num_leaves', 31) * number('feature_fraction', 1) * number('bagging_fraction', 1);
  return (perTree * number('rounds', 100)) / number('learning_rate', 0.1);
}
