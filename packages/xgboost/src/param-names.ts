/**
 * Parameters of XGBoost 1.7 and later, from its documentation ("XGBoost Parameters"). XGBoost itself only warns about
 * unknown names, and a misspelt one would be ignored.
 */
export const PARAMETERS: ReadonlySet<string> = new Set([
  // general
  ...['booster', 'verbosity', 'validate_parameters', 'nthread', 'n_jobs', 'disable_default_eval_metric', 'device'],
  ...['seed', 'random_state', 'seed_per_iteration', 'gpu_id', 'use_rmm', 'multi_strategy'],
  // trees
  ...['eta', 'learning_rate', 'gamma', 'min_split_loss', 'max_depth', 'min_child_weight', 'max_delta_step'],
  ...['subsample', 'sampling_method', 'colsample_bytree', 'colsample_bylevel', 'colsample_bynode'],
  ...['lambda', 'reg_lambda', 'alpha', 'reg_alpha', 'tree_method', 'scale_pos_weight', 'updater', 'refresh_leaf'],
  ...['process_type', 'grow_policy', 'max_leaves', 'max_bin', 'num_parallel_tree', 'predictor'],
  ...['monotone_constraints', 'interaction_constraints', 'max_cat_to_onehot', 'max_cat_threshold'],
  ...['max_cached_hist_node', 'sketch_ratio'],
  // dart and linear
  ...['sample_type', 'normalize_type', 'rate_drop', 'one_drop', 'skip_drop', 'feature_selector', 'top_k'],
  // learning task
  ...['objective', 'base_score', 'eval_metric', 'num_class', 'tweedie_variance_power', 'huber_slope'],
  ...['quantile_alpha', 'aft_loss_distribution', 'aft_loss_distribution_scale', 'ndcg_exp_gain'],
  ...['lambdarank_pair_method', 'lambdarank_num_pair_per_sample', 'lambdarank_normalization', 'lambdarank_unbiased'],
  ...['lambdarank_bias_norm', 'lambdarank_score_normalization'],
]);

/** Aliases of a parameter, and the canonical name. */
export const ALIASES: Readonly<Record<string, string>> = {
  learning_rate: 'eta',
  min_split_loss: 'gamma',
  reg_lambda: 'lambda',
  reg_alpha: 'alpha',
  n_jobs: 'nthread',
  random_state: 'seed',
};

/** Parameters that are options of our functions; setting them here would be ignored or do harm. */
export const OPTIONS: Readonly<Record<string, string>> = {
  num_boost_round: 'use the option "rounds"',
  num_round: 'use the option "rounds"',
  n_estimators: 'use the option "rounds"',
  early_stopping_rounds: 'use the option "earlyStopping"',
  evals: 'use the option "evaluate"',
  xgb_model: 'use the option "initModel"',
  missing: 'missing values are NaN',
  enable_categorical: 'use the option "featureTypes" or "categoricalFeatures" of the DMatrix',
};
