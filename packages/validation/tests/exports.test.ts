import * as validation from '../src/index.js';

describe('@dqs/validation', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(validation).sort()).toEqual([
      'PROFILE_SCHEMA_VERSION',
      'ROW_FLAGS',
      'SketchBuilder',
      'THRESHOLD_NAMES',
      'binEdges',
      'calibrationChecks',
      'categoryDigest',
      'check',
      'checkBatch',
      'constantForecastsCheck',
      'driftDistance',
      'featureLeakCheck',
      'freshnessChecks',
      'gateReport',
      'historyChecks',
      'mergeProfiles',
      'mergeSketches',
      'metadataChecks',
      'missingRate',
      'parseProfile',
      'performanceChecks',
      'profileDifferences',
      'profileOf',
      'recomputedProfileCheck',
      'reportedScoresCheck',
      'rowFlagNames',
      'segmentResults',
      'shuffledTargetCheck',
      'sketchQuantile',
      'targetCorrelation',
      'thresholds',
      'trainingSizeCheck',
      'worstSegmentCheck',
    ]);
  });
});
