// Data
export { Dataset } from './dataset/dataset.js';
export type { DatasetOptions, FieldName, LazyRowsOptions, StreamOptions } from './dataset/dataset.js';
export type { FieldOptions, Numbers } from './dataset/options.js';
export type { Batch, ColumnMaker, LazyRows } from './dataset/stream.js';
export type { CscMatrix } from './sparse-columns.js';
export type { Column, CsrMatrix, DenseMatrix, Matrix } from './matrix.js';

// Training
export { train } from './training/train.js';
export type { TrainOptions, TrainResult } from './training/train-options.js';
export type { EarlyStopping, RoundMetrics, TrainingOptions } from './training/options.js';
export type {
  CustomMetric,
  CustomObjective,
  Gradients,
  IterationCallback,
  OwnFunctions,
} from './training/own-functions.js';
export { cv } from './training/cv.js';
export type { CvOptions, CvResult, CvSeries } from './training/cv.js';
export type { Fold, FoldOptions } from './training/folds.js';
export { trainDistributed } from './training/distributed.js';
export type { DistributedOptions } from './training/distributed.js';

// Models
export { Booster } from './booster/booster.js';
export type { ImportanceType, ModelTextOptions, RefitOptions } from './booster/booster.js';
export type { Engine, IterationOptions, PredictOptions, PredictionType } from './booster/predict-options.js';
export { TrainableBooster } from './booster/trainable.js';
export { availableEngines } from './booster/predict-options.js';
export { SingleRow } from './booster/single-row.js';
export type { SingleRowOptions } from './booster/single-row.js';

// Parameters, errors, version and whether it all works here
export { selfCheck } from './self-check.js';
export type { SelfCheck } from './self-check.js';
export { lightgbmVersion } from './version.js';
export { paramAliases } from './params.js';
export type { ParamValue, Params } from './params.js';
export { LightGBMError } from './errors.js';
export type { LightGBMErrorCode } from './errors.js';
export type { JobOptions, Logger } from './job.js';
