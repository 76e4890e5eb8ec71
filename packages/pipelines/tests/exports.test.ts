import * as pipelines from '../src/index.js';
import * as options from '../src/options.js';

describe('@dqs/pipelines', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(pipelines).sort()).toEqual([
      'BUNDLE_FILES',
      'FORECAST_FLAGS',
      'Forecaster',
      'MANIFEST_SCHEMA_VERSION',
      'PRUNER_NAMES',
      'STALE_AFTER_DAYS',
      'assertReplayed',
      'backtest',
      'checkComparison',
      'checkRequests',
      'compareBackends',
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
      'serveMeasurements',
      'splitDays',
      'trainModel',
      'trainOptions',
      'trainingGates',
      'tune',
      'tuneOptions',
      'unitOf',
      'validateBundle',
      'versionFacts',
      'writeBundle',
      'writeFeatureFile',
    ]);
  });
});

describe('@dqs/pipelines/options', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(options).sort()).toEqual(['TRAIN_OPTIONS_SCHEMA', 'TUNE_OPTIONS_SCHEMA']);
  });
});
