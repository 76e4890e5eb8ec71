import * as index from '../src/index.js';

describe('@dqs/lightgbm', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(index).sort()).toEqual([
      'Booster',
      'Dataset',
      'LIGHTGBM_VERSION',
      'LightGBMError',
      'SingleRow',
      'TrainableBooster',
      'availableEngines',
      'cv',
      'paramAliases',
      'selfCheck',
      'train',
      'trainDistributed',
    ]);
  });
});
