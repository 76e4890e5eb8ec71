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
