// All figures at once
export {
  monitor,
  WINDOWS,
  type MonitoredPool,
  type MonitoringInput,
  type MonitoringReport,
  type MonitoringRules,
  type PoolReport,
  type WindowReport,
} from './monitor.js';
export type { MonthSkill } from './months.js';
export type { DailyError } from './accuracy/daily-errors.js';

// What figures are made from
export {
  addTotals,
  emptyScores,
  joinScores,
  SCORE_BINS,
  SCORE_SUMS,
  totalsOf,
  withinDays,
  type Pool,
  type PoolScores,
  type ScoreHistogram,
  type ScoreSum,
  type ScoreTotals,
} from './scores/pool-scores.js';
export {
  concatCourses,
  COURSE_COLUMNS,
  courseOf,
  orderedCourse,
  type CourseColumn,
  type LossCourse,
} from './scores/loss-course.js';

// Accuracy, calibration, warnings, plumbing
export { accuracyOf, type Accuracy, type NaiveComparison } from './accuracy/accuracy.js';
export {
  calibrationOf,
  type Calibration,
  type Coverage,
  type OddsBin,
  type OddsCalibration,
  type PitHistogram,
} from './calibration/calibration.js';
export { warningsOf, type ShareWithBand, type WarningCosts, type Warnings } from './warnings/warnings.js';
export { plumbingOf, type Plumbing } from './plumbing/plumbing.js';

// Evidence
export type { Judged, Reason } from './reason.js';
export { dailyReference, LEAST_REFERENCE_DAYS, type DailyReference } from './sequential/reference.js';
export {
  CUSUM_RUN_LENGTH,
  extendDegradation,
  judgeCusum,
  judgeDegradation,
  judgeWindow,
  startDegradation,
  windowLoss,
  type RunningDegradation,
  type WindowLoss,
} from './sequential/degradation.js';
export {
  extendComparison,
  judgeComparison,
  startComparison,
  type JudgedComparison,
  type RunningComparison,
} from './sequential/comparison.js';
export {
  baseRateOf,
  EARNED_E_VALUE,
  extendEarned,
  judgeEarned,
  startEarned,
  type EarnedRight,
  type RunningEarned,
} from './sequential/earned.js';
export {
  poolEvidence,
  type ComparisonEvidence,
  type PoolEvidence,
  type PoolHistory,
} from './sequential/pool-evidence.js';
export { descend, type EvidenceGroup, type FoundGroup } from './sequential/descend.js';

// Drift
export { driftOf, type DriftRow, type DriftRules } from './drift/drift.js';
export { driftStatistics, type DriftInput, type DriftKind, type DriftStatistics } from './drift/drift-statistics.js';
export { percentageDrift } from './drift/percentage-drift.js';
