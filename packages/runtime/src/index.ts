// Stores and models
export { localFolder, openInput, openStore, openStorePlace } from './stores/open-store.js';
export {
  databasePlace,
  loadStorePackage,
  hasDatabase,
  openDatabase,
  openLedger,
  type DatabaseSettings,
} from './stores/open-database.js';
export { openOperation, readOperation, withOperation, type OpenedOperation } from './stores/open-alerting.js';
export { withLedger } from './stores/open-ledger.js';
export { readBundleBytesAt, writeBundleAt } from './models/bundle-at.js';
export {
  openModel,
  openRegistry,
  withModel,
  withModels,
  type OpenedModel,
  type RegistrySettings,
} from './models/open-model.js';

// Judging and promotion
export { gatesOfPromotion, judgingOptions, limitsOf, type JudgingSettings } from './models/judging.js';
export { promote, type Promoted, type PromotionSettings } from './models/promote.js';
export { actorOf } from './models/actor.js';

// Training
export { featureGroups } from './training/feature-groups.js';
export { trainingOptions, type TrainingSettings } from './training/training-options.js';
export { readParamsFile, type ParamsFile } from './training/params-file.js';

// The catalog of series
export { CATALOG_FILE, openCatalog } from './catalog/open-catalog.js';
export { seriesWithFacts } from './catalog/series-with-facts.js';
export { findSeries } from './catalog/find-series.js';

// Forecasts
export { forecastDays } from './forecasts/forecast-days.js';
export { ruleNames } from './forecasts/rule-names.js';
export { targetsOf } from './forecasts/targets.js';

// The operation of forecasts
export { withDriftOfModel, type DriftSources } from './operation/drift-of-model.js';
export { backfillDays, issueDay, type BackfillSettings, type IssueSettings } from './operation/issue-day.js';
export {
  forecastOutcomes,
  keptForecast,
  type ForecastOutcome,
  type KeptForecast,
  type KeptRevision,
} from './operation/kept-forecast.js';
export { RememberedOutcomes } from './operation/remembered-outcomes.js';
export { ledgerQuery, readLedger, type LedgerAccess, type LedgerReadSettings } from './operation/read-ledger.js';
export { replayKept, type ReplaySettings } from './operation/replay-kept.js';
export { SHADOW_DAYS, withIssuingVersions, type IssuingSettings } from './operation/issuing-versions.js';

export { keepVerification, lastVerification, type KeptVerification } from './operation/system-record.js';

// A system that runs by itself
export { runDue, runWorker, type DueRun, type EndedJob } from './jobs/run-worker.js';
export { withJobs, withQueue } from './jobs/with-jobs.js';
export { tick, WORKS, type Ticked } from './jobs/works.js';
export { kindsOfJobs, type KindOfJob } from './jobs/kinds.js';
export { automationPause, pause, resume, type KindPause, type Pausable } from './jobs/pauses.js';
export type { Operation, Work, WorkerSettings } from './jobs/work.js';

// Who did what
export { gitAnchor, webhookAnchor, type AnchorWriter } from './audit/anchors.js';
export { syslogAnchor } from './audit/syslog-anchor.js';
export { Audit, type ActEnd, type AuditedAct, type AuditParts } from './audit/audit.js';
export {
  anchorAudit,
  auditBytes,
  readAudit,
  verifyAuditOf,
  type AuditLogReport,
  type ReadEntry,
} from './audit/audit-reading.js';
export type { AuditFilter } from './audit/audit-filter.js';
export { knownKeys, signingKeys, type SigningKeys } from './audit/signing-keys.js';
export { audited, auditIn, changeAlerting, changeAlertingIfThere, withAudit } from './audit/with-audit.js';

export type { AppHooks } from './app-hooks.js';
