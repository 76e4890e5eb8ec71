import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as pipelines from '../src/index.js';
import * as options from '../src/options.js';

describe('@dqs/pipelines', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(pipelines).sort()).toEqual([
      'DEFAULT_MAX_ERROR_RATIO',
      'FORECAST_FLAGS',
      'Forecaster',
      'MANIFEST_SCHEMA_VERSION',
      'backtest',
      'checkComparison',
      'checkRequests',
      'compareBackends',
      'compareVersions',
      'defaultSpace',
      'explainForecast',
      'exportRows',
      'forecast',
      'measureBackend',
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
      'trainModel',
      'trainOptions',
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

describe('types of @dqs/pipelines, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'BackendComparison',
      'BackendMeasurement',
      'BacktestDay',
      'BacktestFold',
      'BacktestOptions',
      'BacktestReport',
      'BacktestSeries',
      'BatchFormat',
      'BundleBytes',
      'BundleContent',
      'CompareBackendsOptions',
      'CompareOptions',
      'ComparedSegment',
      'DaySpan',
      'DaySplit',
      'ErrorScores',
      'Evaluation',
      'Explanation',
      'ExportedPart',
      'ExportedRows',
      'FeatureContribution',
      'ForecastDay',
      'ForecastFlag',
      'Forecasts',
      'FrameBuilder',
      'LeakageProbe',
      'LoadedBundle',
      'Manifest',
      'PackedHistory',
      'ParallelFolds',
      'PointRule',
      'PredictBatchOptions',
      'Predictor',
      'PromotionCandidate',
      'PrunerName',
      'ReadBundleOptions',
      'ReplayOptions',
      'ReplayRules',
      'ReplayVersion',
      'ReplayedExperiment',
      'ReplayedForecasts',
      'ReplayedVersion',
      'RequestCheck',
      'ResolvedTrainOptions',
      'SegmentScores',
      'SeriesDay',
      'SkippedBackend',
      'SplitOptions',
      'TrainOptions',
      'TrainResult',
      'TrainedForGates',
      'TuneFold',
      'TuneHooks',
      'TuneOptions',
      'TuneReport',
      'TunedSettings',
      'TuningComparison',
      'ValidationCheck',
      'ValidationOptions',
      'ValidationReport',
      'ValidationSection',
      'VersionComparison',
    ]);
  });
});
