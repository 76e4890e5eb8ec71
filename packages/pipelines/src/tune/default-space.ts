import { DqsError } from '@dqs/core';
import type { Parameters, SpaceDefinition } from '@dqs/search';
import type { SpecName } from '@dqs/features';

import { trainingDefaults } from '../train/defaults/training-defaults.js';
import type { TrainOptions } from '../train/options.js';

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

/**
 * The same where the defaults leave out penalty and chance: both can be absent, so that the space holds the defaults. Other
 * steps of the penalty than whole ones would not be told apart.
 */
const PLAIN_LIGHTGBM_SPACE: SpaceDefinition = {
  ...LIGHTGBM_SPACE,
  bagging_freq: { type: 'int', low: 0, high: 1 },
  bagging_fraction: { type: 'float', low: 0.3, high: 1, when: { bagging_freq: 1 } },
  lambda_l2: { type: 'float', low: 0, high: 100, step: 1 },
};

/** The same of XGBoost, in its names. */
const XGBOOST_SPACE: SpaceDefinition = {
  eta: { type: 'float', low: 0.02, high: 0.2, log: true },
  max_leaves: { type: 'int', low: 7, high: 127, log: true },
  min_child_weight: { type: 'float', low: 0.5, high: 200, log: true },
  colsample_bytree: { type: 'float', low: 0.1, high: 1 },
  subsample: { type: 'float', low: 0.3, high: 1 },
  lambda: { type: 'float', low: 0.01, high: 300, log: true },
  halfLifeDays: { type: 'int', low: 30, high: 1000, log: true },
};

/** A linear model has little to choose. */
const RIDGE_SPACE: SpaceDefinition = {
  alpha: { type: 'float', low: 0.01, high: 10_000, log: true },
  halfLifeDays: { type: 'int', low: 30, high: 1000, log: true },
};

const SPACES: Readonly<Record<string, SpaceDefinition>> = {
  lightgbm: LIGHTGBM_SPACE,
  xgboost: XGBOOST_SPACE,
  ridge: RIDGE_SPACE,
};

/** What a library does where a training names nothing: the place of untuned parameters in a space. */
const OWN_DEFAULTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  lightgbm: {
    learning_rate: 0.1,
    num_leaves: 31,
    max_depth: -1,
    min_data_in_leaf: 20,
    feature_fraction: 1,
    bagging_fraction: 1,
    bagging_freq: 0,
    lambda_l1: 0,
    lambda_l2: 0,
  },
  xgboost: { eta: 0.3, max_leaves: 0, min_child_weight: 1, colsample_bytree: 1, subsample: 1, alpha: 0, lambda: 1 },
};

/**
 * The space of a backend with the features of a spec. It holds what a training with them starts from.
 *
 * @throws DqsError `config-invalid` for a backend that has none.
 */
export function defaultSpace(backend: string, spec: SpecName = 'extended'): SpaceDefinition {
  const known = Object.hasOwn(SPACES, backend) ? SPACES[backend] : undefined;
  const space = known === LIGHTGBM_SPACE && spec !== 'extended' ? PLAIN_LIGHTGBM_SPACE : known;
  // Without ageing there is no half-life to search.
  if (space) return trainingDefaults(backend, spec).halfLifeDays === 0 ? without(space, ['halfLifeDays']) : space;
  throw new DqsError('config-invalid', `expected a search space for the backend "${backend}", got none; give one`);
}

/** The default space without what the options of a search fix for its candidates. */
export function openSpace({ backend, spec, params, halfLifeDays }: TrainOptions): SpaceDefinition {
  const fixed = [...Object.keys(params), ...(halfLifeDays === undefined ? [] : ['halfLifeDays'])];
  return without(defaultSpace(backend, spec), fixed);
}

/** A space without some parameters, nor those that depend on them. */
function without(space: SpaceDefinition, names: readonly string[]): SpaceDefinition {
  const isOpen = ([name, { when = {} }]: [string, SpaceDefinition[string]]) =>
    ![name, ...Object.keys(when)].some((one) => names.includes(one));
  return Object.fromEntries(Object.entries(space).filter(isOpen));
}

/** Parameters of a backend where nothing names them, as far as they are known. */
export function libraryDefaults(backend: string): Readonly<Record<string, number>> {
  return (Object.hasOwn(OWN_DEFAULTS, backend) ? OWN_DEFAULTS[backend] : undefined) ?? {};
}

/** Trees grow with their leaves and the features looked at, and more of them are needed with a smaller rate. */
export function estimatedCost(parameters: Parameters): number {
  const number = (names: readonly string[], otherwise: number) =>
    Number(names.map((name) => parameters[name]).find((value) => value !== undefined) ?? otherwise);
  const columns = number(['feature_fraction', 'colsample_bytree'], 1);
  const rows = number(['bagging_fraction', 'subsample'], 1);
  const perTree = number(['num_leaves', 'max_leaves'], 31) * columns * rows;
  return (perTree * number(['rounds'], 100)) / number(['learning_rate', 'eta'], 0.1);
}
