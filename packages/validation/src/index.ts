// Reports
export { check, gateReport, said } from './gates/gate-report.js';
export { forecastChecks, gateLimits, type GateLimits } from './gates/gates.js';

// Gates on a model
export type { RowSegments, ScoredRows } from './gates/scored-rows.js';
export type { DistributionColumns, NaiveCrps } from './gates/distribution-columns.js';
export { crpsSkillCheck } from './gates/crps-skill.js';
export { performanceChecks } from './gates/performance.js';
export { segmentResults, type SegmentResult } from './gates/worst-segment.js';
export { reportedScoresCheck, type ScorePair } from './gates/reported-scores.js';
export { freshnessChecks, trainingSizeCheck, type TrainingFacts } from './gates/training-facts.js';
export { featureLeakCheck, shuffledTargetCheck, type ChanceRows, type ChanceScore } from './gates/leakage.js';
export { metadataChecks, type BundleMetadata, type NamedFeature } from './gates/metadata.js';

// The training profile
export {
  mergeProfiles,
  profileOf,
  type FeatureProfile,
  type ProfiledRows,
  type TargetSums,
  type TrainingProfile,
} from './profile/training-profile.js';
export { recomputedProfileCheck } from './profile/compare-profiles.js';
export { parseProfile } from './profile/parse-profile.js';
export type { ValueSketch } from './profile/value-sketch.js';

// Checks of data before prediction
export {
  checkBatch,
  type ValidatedRows,
  type DataCheckOptions,
  type DataReport,
  type FeatureDrift,
} from './data/batch-checks.js';
export type { DriftDistance } from './data/drift.js';
export { featureDays, targetsByBins, type RowsOfDays } from './data/profile-days.js';
export { historyChecks } from './data/history-checks.js';
export type { ObservedSeries } from './data/observed-series.js';
export { ROW_FLAGS, rowFlagNames, type RowFlag } from './data/row-flags.js';
