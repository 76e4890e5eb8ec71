export { dataTime, pageFrame, STALE_MS, type PageFrame } from './frame.js';
export { PageViews, type PageView } from './page-view.js';
export { seriesRows, type SeriesRow, type SeriesState } from './series-rows.js';
export type { PageReader, PageScope, PageSources } from './sources.js';
export {
  seriesListPage,
  seriesListTables,
  type SeriesColumns,
  type SeriesListGroup,
  type SeriesListPage,
  type SeriesListQuery,
} from './series/list-page.js';
export type { ChartMark } from './series/chart-marks.js';
export type { CourseDay, CourseGrade, IssuedForecast } from './series/course.js';
export type { DayDistribution, DistributionBar } from './series/day-distribution.js';
export type { SeriesRecord } from './series/record.js';
export { RANGES, seriesPage, seriesTables, type SeriesPage, type SeriesRange } from './series/series-page.js';
export { targetEffect, targetTables, type TargetEffect, type TargetOutcome } from './series/target-effect.js';
export { FILTER_NAMES, rowFilter } from './series/row-filter.js';
export { GROUPS, SORTS, type SeriesGroup, type SeriesSort } from './series/row-order.js';
export {
  INCIDENT_LISTS,
  incidentsPage,
  incidentsTables,
  type IncidentListQuery,
  type IncidentsPage,
} from './incidents/list-page.js';
export { incidentTag, type IncidentRow } from './incidents/incident-row.js';
export { incidentPage, type IncidentPage, type SimilarRow } from './incidents/incident-page.js';
export { incidentTables } from './incidents/incident-tables.js';
export type { HappenedRow } from './incidents/happened.js';
export type { IncidentGrid, MemberRow } from './incidents/members.js';
export type { RootView } from './incidents/root.js';
export type { Verdict } from './incidents/said-and-came.js';
export type { IncidentSteps } from './incidents/steps.js';
export type { IncidentToldRow } from './incidents/told.js';
export { pageTable, type Cell, type PageTable } from './table.js';
export {
  todayPage,
  todayTables,
  type ArrivalRow,
  type ChangedRow,
  type GradedRow,
  type LikelyRow,
  type NeedRow,
  type TodayPage,
} from './today-page.js';
export { searchPage, searchTables, type SearchPage } from './search/search-page.js';
export { FOUND_KINDS, type FoundKind, type FoundRow } from './search/found.js';
export { modelPage, type LiveFigures, type ModelPage, type ModelSources } from './model/model-page.js';
export { modelTables } from './model/model-tables.js';
export { modelsPage, modelsTables, type ModelRow, type ModelsPage } from './model/models-page.js';
export type { DecisionOutcome, DecisionRow } from './model/decisions.js';
export type { RetrainingView, RunView } from './model/retraining-view.js';
export { aliasTag, type AliasRow, type GatesView, type MoveRow, type VersionRow } from './model/registry-view.js';
export { qualityPage, type QualityPage, type QualityRow } from './quality/quality-page.js';
export { qualityTables } from './quality/quality-tables.js';
export type { QualityQuery } from './quality/quality-scores.js';
export { alertsPage, alertsTables, type AlertsPage } from './alerts-page.js';
export type { BudgetRow } from './alerts/budgets.js';
export type { LiveRow, ObservedValue, ToldRow } from './alerts/live.js';
export { messageFacts, type MessageFacts, type MessageRow, type WaitingRow } from './alerts/messages.js';
export type { NotTold } from './alerts/not-told.js';
export type { SilenceRow } from './alerts/silences.js';
export { systemPage, type SystemPage, type SystemReading, type WholePart } from './system/system-page.js';
export { systemTables } from './system/tables.js';
export { auditPage, auditTables, type AuditPage, type AuditRow } from './system/audit-page.js';
export type { KeyRow, WebhookRow } from './system/access-rows.js';
export type { ChannelRow, OutboxPart } from './system/outbox-part.js';
export type { JobRow } from './system/job-rows.js';
export type { SelfFigure, SelfPart, SelfRow } from './system/self-rows.js';
export type { SourceRow } from './system/source-rows.js';
