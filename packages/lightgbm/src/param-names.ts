/** Objectives LightGBM 4.1 knows, with their aliases (ParseObjectiveAlias in config.h). */
export const OBJECTIVES: ReadonlySet<string> = new Set([
  ...['regression', 'regression_l2', 'l2', 'mean_squared_error', 'mse', 'l2_root', 'root_mean_squared_error', 'rmse'],
  ...['regression_l1', 'l1', 'mean_absolute_error', 'mae', 'huber', 'fair', 'poisson', 'quantile'],
  ...['mape', 'mean_absolute_percentage_error', 'gamma', 'tweedie', 'binary'],
  ...['multiclass', 'softmax', 'multiclassova', 'multiclass_ova', 'ova', 'ovr'],
  ...['cross_entropy', 'xentropy', 'cross_entropy_lambda', 'xentlambda'],
  ...['lambdarank', 'rank_xendcg', 'xendcg', 'xe_ndcg', 'xe_ndcg_mart', 'xendcg_mart'],
  ...['none', 'null', 'custom', 'na'],
]);

/** LightGBM's own name of each metric (the one in the history) → its aliases (ParseMetricAlias in config.h). */
const METRIC_ALIASES: Readonly<Record<string, readonly string[]>> = {
  l1: ['mean_absolute_error', 'mae', 'regression_l1'],
  l2: ['mean_squared_error', 'mse', 'regression_l2', 'regression'],
  rmse: ['root_mean_squared_error', 'l2_root'],
  mape: ['mean_absolute_percentage_error'],
  ndcg: ['lambdarank', 'rank_xendcg', 'xendcg', 'xe_ndcg', 'xe_ndcg_mart', 'xendcg_mart'],
  map: ['mean_average_precision'],
  binary_logloss: ['binary'],
  multi_logloss: ['multiclass', 'softmax', 'multiclassova', 'multiclass_ova', 'ova', 'ovr'],
  cross_entropy: ['xentropy'],
  cross_entropy_lambda: ['xentlambda'],
  kullback_leibler: ['kldiv'],
  custom: ['none', 'null', 'na'],
};

/** Metrics without another name. */
const PLAIN_METRICS = [
  ...['quantile', 'huber', 'fair', 'poisson', 'gamma', 'gamma_deviance', 'tweedie'],
  ...['auc', 'average_precision', 'binary_error', 'auc_mu', 'multi_error'],
];

/** Every metric name LightGBM 4.1 knows → the metric's name in the history. */
export const METRICS: ReadonlyMap<string, string> = new Map([
  ...PLAIN_METRICS.map((name) => [name, name] as const),
  ...Object.entries(METRIC_ALIASES).flatMap(([name, others]) => [name, ...others].map((n) => [n, name] as const)),
]);

const HIGHER_IS_BETTER: ReadonlySet<string> = new Set(['auc', 'auc_mu', 'average_precision', 'map', 'ndcg']);

/** Whether larger values of one of LightGBM's metrics are better; `name` as in the history, e.g. `ndcg@3`. */
export const higherIsBetter = (name: string): boolean => HIGHER_IS_BETTER.has(name.split('@')[0] ?? '');
