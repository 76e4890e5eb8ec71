import * as pipelines from '../src/index.js';

describe('@dqs/pipelines', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(pipelines).sort()).toEqual([
      'BUNDLE_FILES',
      'FORECAST_FLAGS',
      'Forecaster',
      'MANIFEST_SCHEMA_VERSION',
      'STALE_AFTER_DAYS',
      'backtest',
      'explainForecast',
      'flagNames',
      'forecast',
      'leakageChecks',
      'measureBackend',
      'observedDays',
      'pointForecasts',
      'readBundle',
      'readBundleBytes',
      'readBundleFiles',
      'requestsForDay',
      'roundedToSum',
      'splitDays',
      'trainModel',
      'trainOptions',
      'trainingGates',
      'validateBundle',
      'writeBundle',
    ]);
  });
});
