import * as features from '../src/index.js';

describe('@dqs/features', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(features).sort()).toEqual([
      'EXTENDED_GROUPS',
      'HistoryCursor',
      'SeriesHistory',
      'buildCategoryFrame',
      'buildFrame',
      'checkFrame',
      'coldStart',
      'featureSpec',
      'fitContract',
      'observedRequests',
      'specOfContract',
      'usualExecutions',
    ]);
  });
});
