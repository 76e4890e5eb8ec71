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

/** Metrics LightGBM 4.1 knows, with their aliases (ParseMetricAlias in config.h). */
export const METRICS: ReadonlySet<string> = new Set([
  ...['l1', 'mean_absolute_error', 'mae', 'regression_l1', 'l2', 'mean_squared_error', 'mse', 'regression_l2'],
  ...['regression', 'rmse', 'root_mean_squared_error', 'l2_root', 'quantile', 'mape', 'mean_absolute_percentage_error'],
  ...['huber', 'fair', 'poisson', 'gamma', 'gamma_deviance', 'tweedie'],
  ...['ndcg', 'lambdarank', 'rank_xendcg', 'xendcg', 'xe_ndcg', 'xe_ndcg_mart', 'xendcg_mart'],
  ...[
    'map',
    'mean_average_precision',
    'auc',
    'average_precision',
    'binary_logloss',
    'binary',
    'binary_error',
    'auc_mu',
  ],
  ...['multi_logloss', 'multiclass', 'softmax', 'multiclassova', 'multiclass_ova', 'ova', 'ovr', 'multi_error'],
  ...['cross_entropy', 'xentropy', 'cross_entropy_lambda', 'xentlambda', 'kullback_leibler', 'kldiv'],
  ...['none', 'null', 'custom', 'na'],
]);
