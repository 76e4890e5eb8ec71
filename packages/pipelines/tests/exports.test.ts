import * as pipelines from '../src/index.js';
import * as options from '../src/options.js';

describe('@dqs/pipelines', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(pipelines).sort()).toEqual([
      'BUNDLE_FILES',
      'FORECAST_FLAGS',
      'Forecaster',
      'LIGHTGBM_SPACE',
      'MANIFEST_SCHEMA_VERSION',
      'PRUNER_NAMES',
      'STALE_AFTER_DAYS',
      'assertReplayed',
      'backtest',
      'checkRequests',
      'compareVersions',
      'defaultSpace',
      'explainForecast',
      'exportRows',
      'flagNames',
      'forecast',
      'leakageChecks',
      'measureBackend',
      'observedDays',
      'pointForecasts',
      'predictBatch',
      'promotionGates',
      'readBundle',
      'readBundleBytes',
      'readBundleFiles',
      'replayExperiment',
      'replayForecasts',
      'replayOutcomes',
      'serveFolds',
      'splitDays',
      'trainModel',
      'trainOptions',
      'trainingDefaults',
      'trainingGates',
      'tune',
      'tuneOptions',
      'unitOf',
      'validateBundle',
      'versionFacts',
      'writeBundle',
    ]);
  });
});

describe('@dqs/pipelines/options', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(options).sort()).toEqual(['TRAIN_OPTIONS_SCHEMA', 'TUNE_OPTIONS_SCHEMA']);
  });
});
