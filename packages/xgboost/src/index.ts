// Data
export { DMatrix } from './dmatrix/dmatrix.js';
export type { FieldName } from './dmatrix/dmatrix.js';
export type { DMatrixOptions, FeatureType, Numbers } from './dmatrix/options.js';
export type { Column, DenseMatrix, Matrix } from './matrix.js';

// Training
export { train } from './training/train.js';
export type { TrainResult } from './training/train.js';
export type { EarlyStopping, RoundMetrics, TrainOptions } from './training/options.js';

// Models
export { Booster } from './booster/booster.js';
export type { ImportanceType, ModelFormat } from './booster/booster.js';
export type { IterationRange, PredictOptions, PredictionEngine, PredictionType } from './booster/predict-options.js';
export { TreeEnsemble } from './trees/tree-ensemble.js';
export type { EvaluateOptions, PredictTreesOptions, TreeImportance } from './trees/tree-ensemble.js';

// The library and whether it works, parameters and errors
export { selfCheck } from './self-check.js';
export type { SelfCheck } from './self-check.js';
export { loadLibrary } from './library.js';
export type { LibraryInfo, LibraryOptions } from './library.js';
export type { ParamValue, Params } from './params.js';
export { XGBoostError } from './errors.js';
export type { XGBoostErrorCode } from './errors.js';
export type { JobOptions, Logger } from './job.js';
