// Reports
export { check, gateReport, type GateCheck, type GateReport, type Verdict } from './gates/gate-report.js';
export { thresholds, THRESHOLD_NAMES, type Thresholds } from './gates/thresholds.js';

// Gates on a model
export type { RowSegments, ScoredRows } from './gates/scored-rows.js';
export { performanceChecks } from './gates/performance.js';
export { segmentResults, worstSegmentCheck, type SegmentResult } from './gates/worst-segment.js';
export { calibrationChecks } from './gates/calibration.js';
export { constantForecastsCheck } from './gates/constant-forecasts.js';
export { reportedScoresCheck, type ScorePair } from './gates/reported-scores.js';
export { freshnessChecks, trainingSizeCheck, type TrainingFacts } from './gates/training-facts.js';
export { featureLeakCheck, shuffledTargetCheck, type ChanceRows, type ChanceScore } from './gates/leakage.js';
export { categoryDigest, metadataChecks, type BundleMetadata, type NamedFeature } from './gates/metadata.js';

// The training profile
export {
  mergeProfiles,
  missingRate,
  profileOf,
  PROFILE_SCHEMA_VERSION,
  targetCorrelation,
  type FeatureProfile,
  type ProfiledRows,
  type TargetSums,
  type TrainingProfile,
} from './profile/training-profile.js';
export { profileDifferences, recomputedProfileCheck } from './profile/compare-profiles.js';
export { parseProfile } from './profile/parse-profile.js';
export { binEdges, mergeSketches, SketchBuilder, sketchQuantile, type ValueSketch } from './profile/value-sketch.js';

// Checks of data before prediction
export { checkBatch, type Batch, type BatchOptions, type BatchReport, type FeatureDrift } from './data/batch-checks.js';
export { driftDistance, type DriftDistance } from './data/drift.js';
export { historyChecks } from './data/history-checks.js';
export type { ObservedSeries } from './data/observed-series.js';
export { ROW_FLAGS, rowFlagNames, type RowFlag } from './data/row-flags.js';
