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
      'flagNames',
      'forecast',
      'leakageChecks',
      'observedDays',
      'pointForecasts',
      'readBundle',
      'readBundleBytes',
      'readBundleFiles',
      'requestsForDay',
      'splitDays',
      'trainModel',
      'trainOptions',
      'trainingGates',
      'validateBundle',
      'writeBundle',
    ]);
  });
});
