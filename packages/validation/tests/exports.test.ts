import * as validation from '../src/index.js';

describe('@dqs/validation', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(validation).sort()).toEqual([
      'ROW_FLAGS',
      'check',
      'checkBatch',
      'featureLeakCheck',
      'forecastChecks',
      'freshnessChecks',
      'gateLimits',
      'gateReport',
      'historyChecks',
      'mergeProfiles',
      'metadataChecks',
      'parseProfile',
      'performanceChecks',
      'profileOf',
      'recomputedProfileCheck',
      'reportedScoresCheck',
      'rowFlagNames',
      'segmentResults',
      'shuffledTargetCheck',
      'trainingSizeCheck',
    ]);
  });
});
