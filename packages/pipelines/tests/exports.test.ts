import * as pipelines from '../src/index.js';

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
      'backtest',
      'checkRequests',
      'compareVersions',
      'defaultSpace',
      'explainForecast',
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
      'requestsForDay',
      'roundedToSum',
      'serveFolds',
      'servePredictions',
      'splitDays',
      'trainModel',
      'trainOptions',
      'trainingGates',
      'tune',
      'tuneOptions',
      'validateBundle',
      'versionFacts',
      'writeBundle',
    ]);
  });
});
