// Training
export { trainModel, type TrainResult } from './train/train.js';
export { trainOptions, type ResolvedTrainOptions, type TrainOptions } from './train/options.js';
export type { DaySpan, DaySplit, SplitOptions } from './train/split.js';
export { exportRows, type ExportedPart, type ExportedRows } from './train/export-rows.js';
export { writeFeatureFile } from './train/feature-file.js';

// Backtest and scores
export { backtest, type BacktestOptions, type BacktestReport } from './backtest/backtest.js';
export type { BacktestFold } from './backtest/fold.js';
export type { BacktestDay, BacktestSeries } from './backtest/report.js';
export { serveFolds, type ParallelFolds } from './backtest/parallel-folds.js';
export {
  checkComparison,
  compareBackends,
  serveMeasurements,
  type CompareBackendsOptions,
  type BackendComparison,
  type SkippedBackend,
} from './compare/compare-backends.js';
export { measureBackend, type BackendMeasurement } from './compare/measure-backend.js';
export type { Evaluation } from './evaluate/evaluate.js';
export type { ErrorScores, SegmentScores } from './evaluate/scores.js';
export type { Coverage, DistributionScores, SegmentDistribution } from './evaluate/distribution-scores.js';
export type { Calibration, EvaluationCalibration } from './evaluate/calibration.js';
export type { SegmentKind } from './evaluate/segments.js';

// Replays of past days
export {
  replayForecasts,
  type ReplayedForecasts,
  type ReplayedVersion,
  type ReplayOptions,
  type ReplayVersion,
} from './replay/replay-forecasts.js';
export {
  replayExperiment,
  replayOutcomes,
  unitOf,
  type ReplayedExperiment,
  type ReplayRules,
} from './replay/replay-experiment.js';

// Forecasting
export { Forecaster, type ForecastDay, type SeriesDay } from './forecast/forecaster.js';
export {
  closePredictor,
  forecast,
  FORECAST_FLAGS,
  type ForecastFlag,
  type Forecasts,
  type Predictor,
} from './forecast/predict.js';
export {
  explainForecast,
  type ExplainedOdds,
  type Explanation,
  type FeatureContribution,
} from './forecast/explain-forecast.js';
export type { PointRule } from './forecast/point-forecast.js';
export { parseTarget, type SeriesTarget, type Targets } from './forecast/targets.js';
export { seriesByName, type NamedSeries, type SeriesNaming } from './forecast/series-by-name.js';
export { sortForecasts, type ForecastOrder } from './forecast/sort-forecasts.js';

// The check of a day
export {
  checkDay,
  hasSeenAnswer,
  type CheckedResult,
  type CheckedSeries,
  type CheckOptions,
  type CheckReport,
  type MissingSeries,
} from './check/check-day.js';
export type { OddsCalibration } from './check/calibration.js';

// The operation: results in, grades, forecasts out
export { backfillForecasts, type BackfilledForecasts, type BackfillRequest } from './operate/backfill-forecasts.js';
export { collectRevisions, type CollectedRevisions } from './operate/collect-revisions.js';
export { gradeDays, type GradedDays, type GradeOptions, type WaitingDay } from './operate/grade-days.js';
export {
  issueForecasts,
  issuingHistory,
  type IssuedArm,
  type IssuedForecasts,
  type IssueRequest,
  type IssuingHistory,
  type IssuingVersion,
} from './operate/issue-forecasts.js';
export { naiveChoice, type NaiveChoice } from './operate/naive-choice.js';
export { servedPredictor, type LearnedBefore, type Served } from './operate/served-predictor.js';
export { replayIssuedForecast, type ReplayDifference, type ReplaySources } from './operate/replay-issued-forecast.js';
export {
  simulateOperation,
  type SimulationOptions,
  type SimulationReport,
  type SimulationStep,
  type SimulationStores,
} from './operate/simulate/simulate-operation.js';
export { ArrivingHistory } from './operate/simulate/arriving-history.js';
export type { FaultOutcome, OtherFinding } from './operate/simulate/fault-outcomes.js';
export type { MonthScores } from './operate/simulate/months.js';

// Alerts
export {
  alertTick,
  ledgerTick,
  saidTo,
  storeTick,
  type AlertTick,
  type AlertTickRequest,
  type StoredTickRequest,
} from './alert/alert-tick.js';
export type { Telling } from './alert/tick-contents.js';
export { messageOf, todayFacts, type TodayView } from './alert/today.js';
export { FEW_EXECUTIONS, FirstReasons, type ReasonView } from './alert/first-reason.js';
export type { Morning } from './alert/morning.js';
export { sourceHistory, type SourceHistory } from './alert/source-days.js';
export { lagHistogram, type FallingSeries, type LagHistogram } from './alert/lag-histogram.js';
export { LedgerFacts, type FactSources, type LedgerTick, type SaidByThen } from './alert/ledger-facts.js';
export { factId, type ToldOf } from './alert/described-series.js';
export {
  alertSimulation,
  dailyTicks,
  factsOfTicks,
  pastTicks,
  simulateAlerts,
  type AlertSimulation,
  type EarnedPool,
  type ReplayedFacts,
} from './alert/simulate-alerts.js';
export {
  simulateChange,
  type ChangeSimulation,
  type ChangeToSimulate,
  type PolicyFigures,
  type WeekOfWarnings,
} from './alert/simulate-change.js';
export { KeptTicks } from './alert/kept-ticks.js';
export { seriesTicks, type SeriesTicksRequest } from './alert/series-ticks.js';

// Bundles
export { MANIFEST_SCHEMA_VERSION, type Manifest } from './bundle/manifest.js';
export { modelVersionOf } from './bundle/model-version.js';
export { writeBundle, type BundleContent, type PackedHistory } from './bundle/write-bundle.js';
export {
  readBundle,
  readBundleFiles,
  readStoredBundle,
  type LoadedBundle,
  type ReadBundleOptions,
} from './bundle/read-bundle.js';
export { readBundleBytes, type BundleBytes } from './bundle/bundle-bytes.js';
export { assertFreeForBundle, readStoredBytes, storeBundle } from './bundle/stored-bundle.js';

// Validation
export { validateBundle } from './validate/validate-bundle.js';
export type { FrameBuilder, LeakageProbe } from './validate/leakage-probe.js';
export type { TrainedForGates } from './validate/training-gates.js';
export type {
  ValidationOptions,
  ValidationCheck,
  ValidationReport,
  ValidationSection,
} from './validate/validation-types.js';

// Versions
export {
  compareVersions,
  type ComparedSegment,
  type CompareOptions,
  type VersionComparison,
} from './versions/compare-versions.js';
export { promotionGates, type PromotionCandidate } from './versions/promotion-gates.js';
export { versionFacts } from './versions/version-facts.js';

// Monitoring
export { featureDrift, trainingResults } from './monitor/feature-drift.js';
export {
  driftInputs,
  ledgerPools,
  monitorLedger,
  type LedgerMonitoring,
  type LedgerPools,
  type MonitoredDays,
  type MonitoringRequest,
} from './monitor/monitor-ledger.js';
export { groupScores, type GroupScores } from './monitor/group-scores.js';
export { scoresFromGrades, type GradedScores, type GradesRequest } from './monitor/scores-from-grades.js';

// Tuning
export { tune, type TuneReport } from './tune/tune.js';
export type { TuneHooks } from './tune/tune-search.js';
export type { TuneFold } from './tune/folds.js';
export { tuneOptions, type TuneOptions } from './tune/tune-options.js';
export type { PrunerName } from './tune/tune-options-schema.js';
export type { TunedSettings } from './tune/tuned-settings.js';
export type { TuningComparison } from './tune/comparison.js';
export { defaultSpace } from './tune/default-space.js';

// Batches of forecasts
export { DEFAULT_MAX_ERROR_RATIO, predictBatch, type PredictBatchOptions } from './batch/predict-batch.js';
export {
  finishPredictions,
  planPredictions,
  workPredictions,
  type FinishPredictionsOptions,
  type PlannedPredictions,
  type PlanPredictionsOptions,
  type WorkPredictionsOptions,
} from './batch/predict-array.js';
export { checkRequests, type RequestCheck } from './batch/check-requests.js';
export type { BatchFormat } from './batch/request-files.js';
