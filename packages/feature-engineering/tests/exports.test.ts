import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as features from '../src/index.js';

describe('@dqs/features', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(features).sort()).toEqual([
      'CALENDAR_GROUPS',
      'EXTENDED_GROUPS',
      'HistoryCursor',
      'ROW_STATISTICS',
      'SeriesHistory',
      'THRESHOLD_STATISTICS',
      'askInAnyOrder',
      'askSeriesBySeries',
      'betaBinomialExceedance',
      'buildFrame',
      'checkFrame',
      'coldStart',
      'contextColumns',
      'contextDefinitions',
      'contractWithGroups',
      'contractWithTenants',
      'featureMeanings',
      'featureSpec',
      'featuresMovingWithTime',
      'fitContract',
      'goOnFrom',
      'groupsOfContract',
      'isCustomGroup',
      'keepStates',
      'listFeatures',
      'moveStatesOut',
      'observedRequests',
      'otherRules',
      'pickThresholdRows',
      'prepareStates',
      'shareStates',
      'specOfContract',
      'stateMemory',
      'thresholdFrame',
      'usualExecutions',
    ]);
  });
});

describe('types of @dqs/features, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'CalendarEvent',
      'CalendarGroup',
      'ComputableSpec',
      'ContextColumn',
      'ContextDefinition',
      'ContractFeature',
      'Counts',
      'CustomGroup',
      'ExtendedGroup',
      'FeatureContract',
      'FeatureDefinition',
      'FeatureRow',
      'FeatureSpec',
      'ForecastRequests',
      'FrameOptions',
      'GroupParameters',
      'GroupWithParameter',
      'HistoryOptions',
      'HistoryView',
      'HorizonOf',
      'KeptStates',
      'ListedFeature',
      'MovedStates',
      'ObservedRange',
      'ObservedRequests',
      'RequestedDay',
      'Series',
      'SeriesId',
      'SharedHistory',
      'SpecName',
      'StateMemory',
      'TargetCalendar',
      'ThresholdFrame',
      'ThresholdStatistic',
    ]);
  });
});
