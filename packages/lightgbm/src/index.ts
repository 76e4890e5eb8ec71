// Data
export { Dataset } from './dataset.js';
export type { FieldName } from './dataset.js';
export type { DatasetOptions, FieldOptions, Numbers } from './dataset-options.js';
export type { Column, CsrMatrix, DenseMatrix, Matrix } from './matrix.js';

// Training
export { train } from './train.js';
export type { EarlyStopping, RoundMetrics, TrainOptions, TrainResult, TrainingOptions } from './train.js';

// Models
export { Booster } from './booster.js';
export type { ImportanceType, ModelTextOptions, RefitOptions } from './booster.js';
export type { Engine, IterationOptions, PredictOptions, PredictionType } from './predict-options.js';
export { SingleRow } from './single-row.js';
export type { SingleRowOptions } from './single-row.js';

// Parameters and errors
export { paramAliases } from './params.js';
export type { ParamValue, Params } from './params.js';
export { LightGBMError } from './errors.js';
export type { LightGBMErrorCode } from './errors.js';
export type { JobOptions, Logger } from './job.js';
