// The contract
export type { AggregateQuery, ChangedDay, Checkpoint, LedgerDays, LedgerQuery, LedgerStore } from './store.js';
export { ARMS, type Arm } from './arms.js';

// Records
export type { LedgerSeries, NumberedSeries, SeriesKey } from './records/series.js';
export type {
  ForecastColumns,
  Issue,
  IssueBatch,
  LedgerForecasts,
  LedgerNumber,
  PackedDistributions,
} from './records/forecasts.js';
export type { Intervention, LedgerEntry, RevisionBatch, RevisionColumns } from './records/actuals.js';
export {
  GRADE_NUMBERS,
  GRADE_STATUS,
  type GradeColumns,
  type GradedDay,
  type GradeNumber,
  type LedgerDay,
  type LedgerGrades,
} from './records/grades.js';
export {
  AGGREGATE_STATISTICS,
  statisticIndex,
  type AggregateGroup,
  type AggregateHistogram,
  type AggregateSum,
  type DailyAggregates,
} from './records/aggregates.js';

// Ids and distributions
export { chanceOfId, dayOfId, daysOfIds, forecastIds, ID_BYTES, idBytes, idText } from './forecast-id.js';
export { packDistributions } from './distribution/pack.js';
export { unpackDistributions } from './distribution/unpack.js';

// Series
export { compareSeries, seriesId, SeriesTable } from './series-table.js';

// Grading
export { gradeDay } from './grade/grade-day.js';
export { gradeChangedDays, type GradingReport } from './grade/grade-changed-days.js';
export { verifyLedgerDay, type LedgerDayProblem } from './grade/verify-day.js';

// What stores are made of
export { MemoryLedger } from './memory/memory-ledger.js';
export { assertIssue } from './checks/check-issue.js';
export { assertInterventions, assertRevisions, collectedMeanwhile } from './checks/check-actuals.js';
export { LEDGER_NUMBERS, ledgerNumbers, pickForecasts } from './columns/forecast-columns.js';
export { pickRevisions } from './columns/revision-columns.js';
export { emptyGrades, gatherGrades, gradeNumbers } from './columns/grade-columns.js';
export { forecastOrder, revisionOrder } from './order/sorted-rows.js';
export { compareGroups, gatherAggregates } from './order/groups.js';

// Rows for people and files
export {
  GRADED_COLUMNS,
  gradedFields,
  gradedRecord,
  gradedRow,
  type GradedRow,
  type GradedSources,
  type GradeStatus,
} from './rows/graded-row.js';
export { forecastsWithGrades, gradedRows } from './rows/graded-rows.js';
export { GradeSummaries, type GradeSummary } from './rows/grade-summary.js';
