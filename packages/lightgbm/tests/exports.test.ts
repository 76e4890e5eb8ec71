import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as index from '../src/index.js';

describe('@dqs/lightgbm', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(index).sort()).toEqual([
      'Booster',
      'Dataset',
      'LightGBMError',
      'SingleRow',
      'TrainableBooster',
      'availableEngines',
      'cv',
      'lightgbmVersion',
      'paramAliases',
      'selfCheck',
      'train',
      'trainDistributed',
    ]);
  });
});

describe('types of @dqs/lightgbm, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'Batch',
      'Column',
      'ColumnMaker',
      'CscMatrix',
      'CsrMatrix',
      'CustomMetric',
      'CustomObjective',
      'CvOptions',
      'CvResult',
      'CvSeries',
      'DatasetOptions',
      'DenseMatrix',
      'DistributedOptions',
      'EarlyStopping',
      'Engine',
      'FieldName',
      'FieldOptions',
      'Fold',
      'FoldOptions',
      'Gradients',
      'ImportanceType',
      'IterationCallback',
      'IterationOptions',
      'JobOptions',
      'LazyRows',
      'LazyRowsOptions',
      'LightGBMErrorCode',
      'Logger',
      'Matrix',
      'ModelTextOptions',
      'Numbers',
      'OwnFunctions',
      'ParamValue',
      'Params',
      'PredictOptions',
      'PredictionType',
      'RefitOptions',
      'RoundMetrics',
      'SelfCheck',
      'SingleRowOptions',
      'StreamOptions',
      'TrainOptions',
      'TrainResult',
      'TrainingOptions',
    ]);
  });
});
