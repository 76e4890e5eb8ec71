import { DqsError } from '@dqs/core';

import type { ModelBackend, TrainRequest } from '../backend.js';
import type { ParameterValue } from '../descriptor.js';
import { fitBooster, type BoosterPlan } from '../lightgbm/fit-booster.js';
import { lightgbmBasedCheck } from '../lightgbm/self-check.js';
import { loadLightgbmModel } from '../lightgbm/lightgbm-model.js';
import { lossParameters, runParameters } from '../lightgbm/parameters.js';
import { checkParameters, eitherRule, numberRule, oneOfRule, wholeRule, type ParameterRules } from '../parameters.js';
import { assertSupported } from '../supported.js';
import { HIST_GRADIENT_BOOSTING } from './descriptor.js';
import { CATEGORIES_AS_SCIKIT_LEARN, FULL_TREE_LEAVES, NONE } from '../lightgbm/as-scikit-learn.js';

const NAME = 'hist-gradient-boosting';

/** The parameters of scikit-learn's `HistGradientBoostingRegressor` with its defaults. */
const DEFAULTS = {
  learning_rate: 0.1,
  max_leaf_nodes: 31,
  max_depth: NONE,
  min_samples_leaf: 20,
  l2_regularization: 0,
  max_bins: 255,
  early_stopping: 'auto',
  n_iter_no_change: 10,
  tol: 1e-7,
} as const;

const RULES: ParameterRules = {
  backend: NAME,
  known: {
    learning_rate: numberRule(Number.MIN_VALUE),
    max_iter: wholeRule(1),
    max_leaf_nodes: eitherRule(wholeRule(2, FULL_TREE_LEAVES), oneOfRule(NONE)),
    max_depth: eitherRule(wholeRule(1), oneOfRule(NONE)),
    min_samples_leaf: wholeRule(1),
    l2_regularization: numberRule(0),
    max_bins: wholeRule(2, 255),
    early_stopping: oneOfRule('auto', true, false),
    n_iter_no_change: wholeRule(1),
    tol: numberRule(0),
    random_state: wholeRule(0),
  },
  refused: {
    loss: 'choose the objective (l2 or l1), or a quantile',
    categorical_features: 'the columns say which of them are categories',
    validation_fraction: 'early stopping uses the last training days, never random rows: use --validation-fraction',
    scoring: 'early stopping watches the loss',
    warm_start: 'pass a model to continue from instead',
    monotonic_cst: 'constraints are not supported; lightgbm has monotone_constraints',
    interaction_cst: 'constraints are not supported; lightgbm has interaction_constraints',
    verbose: 'progress is reported automatically',
  },
};

/**
 * scikit-learn's `HistGradientBoostingRegressor` by its own parameter names and defaults, trained by LightGBM, whose
 * algorithm it follows. `rounds` is `max_iter`.
 */
export const HIST_GRADIENT_BOOSTING_BACKEND: ModelBackend = {
  ...HIST_GRADIENT_BOOSTING,
  async train(request) {
    assertSupported(HIST_GRADIENT_BOOSTING_BACKEND, request, { streams: true });
    return fitBooster(request, planOf(request));
  },
  load: (files) => loadLightgbmModel(NAME, files),
  selfCheck: lightgbmBasedCheck,
};

function planOf(request: TrainRequest): BoosterPlan {
  const given = { ...DEFAULTS, ...checkParameters(RULES, request.params) };
  const { max_iter: rounds = request.rounds, random_state: seed = request.seed } = given as {
    max_iter?: number;
    random_state?: number;
  };
  return {
    backend: NAME,
    params: { ...lossParameters(request), ...engineParameters(given, { ...request, seed }) },
    rounds,
    patience: patienceOf(given, request),
    minDelta: Number(given.tol),
    shownParams: { ...given, max_iter: rounds, random_state: seed },
  };
}

function engineParameters(given: Readonly<Record<string, ParameterValue>>, request: TrainRequest) {
  const { max_leaf_nodes: leaves, max_depth: depth } = given;
  return {
    ...runParameters(request),
    ...CATEGORIES_AS_SCIKIT_LEARN,
    learning_rate: given['learning_rate']!,
    num_leaves: leaves === NONE ? FULL_TREE_LEAVES : leaves!,
    max_depth: depth === NONE ? -1 : depth!,
    min_data_in_leaf: given['min_samples_leaf']!,
    lambda_l2: given['l2_regularization']!,
    // LightGBM counts the bin of missing values among them, scikit-learn does not.
    max_bin: Number(given['max_bins']) + 1,
    min_data_in_bin: 1,
  };
}

/** `auto` stops early if there are validation days; `true` requires them. */
function patienceOf(given: Readonly<Record<string, ParameterValue>>, request: TrainRequest): number | undefined {
  const { early_stopping: wish } = given;
  if (wish === false) return undefined;
  if (wish === true && !request.validation) {
    throw new DqsError(
      'invalid-argument',
      'params.early_stopping: expected validation days, got none; request them with --early-stopping <rounds>',
    );
  }
  if (!request.validation) return undefined;
  return request.params?.['n_iter_no_change'] === undefined && request.earlyStoppingRounds !== undefined
    ? request.earlyStoppingRounds
    : Number(given['n_iter_no_change']);
}
