import * as features from '../src/index.js';

describe('@dqs/features', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(features).sort()).toEqual([
      'EXTENDED_GROUPS',
      'HistoryCursor',
      'SeriesHistory',
      'buildFrame',
      'checkFrame',
      'coldStart',
      'contractWithTenants',
      'featureSpec',
      'featuresMovingWithTime',
      'fitContract',
      'observedRequests',
      'specOfContract',
      'usualExecutions',
    ]);
  });
});
