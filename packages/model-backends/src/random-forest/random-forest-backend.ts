import { DqsError } from '@dqs/core';

import type { ModelBackend, TrainRequest } from '../backend.js';
import type { ParameterValue } from '../descriptor.js';
import { fitBooster, type BoosterPlan } from '../lightgbm/fit-booster.js';
import { loadLightgbmModel } from '../lightgbm/lightgbm-model.js';
import { lightgbmBasedCheck } from '../lightgbm/self-check.js';
import { runParameters } from '../lightgbm/parameters.js';
import { checkParameters, eitherRule, numberRule, oneOfRule, wholeRule, type ParameterRules } from '../parameters.js';
import { assertSupported } from '../supported.js';
import { RANDOM_FOREST } from './descriptor.js';
import { CATEGORIES_AS_SCIKIT_LEARN, FULL_TREE_LEAVES, NONE } from '../lightgbm/as-scikit-learn.js';

const NAME = 'random-forest';

/** The parameters of scikit-learn's `RandomForestRegressor` with its defaults. */
const DEFAULTS = {
  criterion: 'squared_error',
  max_depth: NONE,
  min_samples_split: 2,
  min_samples_leaf: 1,
  max_features: 1,
  max_leaf_nodes: NONE,
  bootstrap: true,
  max_samples: 1,
} as const;

const RULES: ParameterRules = {
  backend: NAME,
  known: {
    n_estimators: wholeRule(1),
    criterion: oneOfRule('squared_error'),
    max_depth: eitherRule(wholeRule(1), oneOfRule(NONE)),
    min_samples_split: wholeRule(2),
    min_samples_leaf: wholeRule(1),
    max_features: eitherRule(numberRule(Number.MIN_VALUE), oneOfRule('sqrt', 'log2', NONE)),
    max_leaf_nodes: eitherRule(wholeRule(2, FULL_TREE_LEAVES), oneOfRule(NONE)),
    bootstrap: oneOfRule(true, false),
    max_samples: numberRule(Number.MIN_VALUE),
    random_state: wholeRule(0),
  },
  refused: {
    min_weight_fraction_leaf: 'leaves are bounded by min_samples_leaf',
    min_impurity_decrease: 'leaves are bounded by min_samples_leaf, max_depth and max_leaf_nodes',
    ccp_alpha: 'trees are not pruned; bound them by min_samples_leaf',
    oob_score: 'models are scored on later days, never on out-of-bag rows',
    n_jobs: 'use the option threads',
    warm_start: 'a forest grows at once; ask for more trees with n_estimators',
    verbose: 'progress is reported automatically',
  },
};

/**
 * scikit-learn's `RandomForestRegressor` by its own parameter names and defaults, grown by LightGBM's forest mode.
 * `rounds` is `n_estimators`.
 */
export const RANDOM_FOREST_BACKEND: ModelBackend = {
  ...RANDOM_FOREST,
  async train(request) {
    assertSupported(RANDOM_FOREST_BACKEND, request, { streams: true });
    return fitBooster(request, planOf(request));
  },
  load: (files) => loadLightgbmModel(NAME, files),
  selfCheck: lightgbmBasedCheck,
};

type Given = Readonly<Record<string, ParameterValue>>;

function planOf(request: TrainRequest): BoosterPlan {
  const given: Given = { ...DEFAULTS, ...checkParameters(RULES, request.params) };
  const trees = Number(given['n_estimators'] ?? request.rounds);
  const seed = Number(given['random_state'] ?? request.seed);
  assertLeavesDecide(given);
  const { rows, columns } = request.train.frame;
  const sampling = { ...rowSampling(given, rows), ...columnSampling(given, columns.length) };
  // Without any sampling all trees are the same tree, and LightGBM has no forest mode for that.
  const isForest = Object.keys(sampling).length > 0;
  const mode: Given = isForest ? { boosting: 'rf', ...sampling } : { boosting: 'gbdt', learning_rate: 1 };
  return {
    backend: NAME,
    params: { ...runParameters({ ...request, seed }), ...treeParameters(given, rows), ...mode },
    rounds: isForest ? trees : 1,
    shownParams: { ...given, n_estimators: trees, random_state: seed },
  };
}

/** LightGBM knows no bound on the rows of a split; one that the leaves imply anyway is fine. */
function assertLeavesDecide({ min_samples_split: split, min_samples_leaf: leaf }: Given): void {
  if (Number(split) <= 2 * Number(leaf)) return;
  throw new DqsError(
    'invalid-argument',
    `params.min_samples_split: ${NAME} bounds the leaves only; expected at most twice min_samples_leaf ` +
      `(${Number(leaf)}), got ${Number(split)}; use min_samples_leaf=${Math.ceil(Number(split) / 2)}`,
  );
}

function treeParameters(given: Given, rows: number): Given {
  const { max_leaf_nodes: leaves, max_depth: depth, min_samples_leaf: leafRows } = given;
  const possible = Math.max(2, Math.min(FULL_TREE_LEAVES, Math.floor(rows / Number(leafRows))));
  return {
    objective: 'regression',
    ...CATEGORIES_AS_SCIKIT_LEARN,
    num_leaves: leaves === NONE ? possible : leaves!,
    max_depth: depth === NONE ? -1 : depth!,
    min_data_in_leaf: leafRows!,
    // LightGBM estimates the rows of a leaf from their weights; a bound near 0 keeps it from splitting off none at all.
    min_sum_hessian_in_leaf: 1e-6,
    max_bin: 255,
    min_data_in_bin: 1,
    // One histogram for every leaf of a fully grown tree would take gigabytes; the least used are made anew.
    histogram_pool_size: 512,
  };
}

/**
 * scikit-learn draws as many rows as there are with replacement, which takes 1 − 1/e of them at least once; LightGBM
 * draws that share without replacement.
 */
function rowSampling({ bootstrap, max_samples: samples }: Given, rows: number): Given {
  if (bootstrap === false) return {};
  const drawn = Number(samples) <= 1 ? Number(samples) : Number(samples) / rows;
  return { bagging_freq: 1, bagging_fraction: 1 - Math.exp(-drawn) };
}

function columnSampling({ max_features: features }: Given, columns: number): Given {
  const share = columnShare(features!, columns);
  return share >= 1 ? {} : { feature_fraction_bynode: Math.max(share, 1 / columns) };
}

/** As in scikit-learn: a number up to 1 is a share, one above counts columns. 1 is all of them. */
function columnShare(features: ParameterValue, columns: number): number {
  if (features === NONE) return 1;
  if (features === 'sqrt') return Math.floor(Math.sqrt(columns)) / columns;
  if (features === 'log2') return Math.floor(Math.log2(columns)) / columns;
  return Number(features) <= 1 ? Number(features) : Number(features) / columns;
}
