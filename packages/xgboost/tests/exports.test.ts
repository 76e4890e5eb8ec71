import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as xgboost from '../src/index.js';

describe('@dqs/xgboost', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(xgboost).sort()).toEqual([
      'Booster',
      'DMatrix',
      'TreeEnsemble',
      'XGBoostError',
      'loadLibrary',
      'selfCheck',
      'train',
    ]);
  });
});

describe('types of @dqs/xgboost, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'Column',
      'DMatrixOptions',
      'DenseMatrix',
      'EarlyStopping',
      'EvaluateOptions',
      'FeatureType',
      'FieldName',
      'ImportanceType',
      'IterationRange',
      'JobOptions',
      'LibraryInfo',
      'LibraryOptions',
      'Logger',
      'Matrix',
      'ModelFormat',
      'Numbers',
      'ParamValue',
      'Params',
      'PredictOptions',
      'PredictTreesOptions',
      'PredictionEngine',
      'PredictionType',
      'RoundMetrics',
      'SelfCheck',
      'TrainOptions',
      'TrainResult',
      'TreeImportance',
      'XGBoostErrorCode',
    ]);
  });
});
