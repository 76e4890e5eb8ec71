import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as validation from '../src/index.js';

describe('@dqs/validation', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(validation).sort()).toEqual([
      'ROW_FLAGS',
      'check',
      'checkBatch',
      'crpsSkillCheck',
      'featureDays',
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
      'said',
      'segmentResults',
      'shuffledTargetCheck',
      'targetsByBins',
      'trainingSizeCheck',
    ]);
  });
});

describe('types of @dqs/validation, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'BundleMetadata',
      'ChanceRows',
      'ChanceScore',
      'DataCheckOptions',
      'DataReport',
      'DistributionColumns',
      'DriftDistance',
      'FeatureDrift',
      'FeatureProfile',
      'GateLimits',
      'NaiveCrps',
      'NamedFeature',
      'ObservedSeries',
      'ProfiledRows',
      'RowFlag',
      'RowSegments',
      'RowsOfDays',
      'ScorePair',
      'ScoredRows',
      'SegmentResult',
      'TargetSums',
      'TrainingFacts',
      'TrainingProfile',
      'ValidatedRows',
      'ValueSketch',
    ]);
  });
});
