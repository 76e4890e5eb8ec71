// Reading logs
export { resolveInputs } from './inputs/resolve-inputs.js';
export { readPanel, readPanelFromStream } from './read-panel.js';
export type { ReadResult } from './ingest-run.js';
export { hasNativeScanner } from './native/binding.js';
export { READ_DEFAULTS, type ReadHooks, type ReadOptions } from './options.js';
export type { ReaderChoice } from './importers/import-settings.js';
export { COLUMNS, REQUIRED_COLUMNS, type ColumnName } from './rows/columns.js';
export { INPUT_FORMATS, type InputFormat } from './importers/list.js';

// Results of tools
export { SKIP_REASONS, type SkipCounts, type SkipReason, type ToolName } from './importers/tool/check.js';
export type { ToolFile } from './importers/record-sink.js';
export type { EventRecord } from './importers/tool/event-ledger.js';

export { explainInput, type ExplainedRow, type InputExplanation } from './explain/explain-input.js';
export type { ExplainedColumn } from './explain/propose-mapping.js';

// What was read
export type { FileFault, FileReport, IngestReport, OutcomeRows, RejectCounts } from './report.js';
export type { TextRows } from './rows/common-texts.js';
export type { StrayDates } from './stray-dates.js';
export type { RejectedRow } from './rejects.js';
export { REJECT_REASONS, type RejectReason } from './rows/interpret.js';

// Logs in databases
export type { DatabaseSource } from './databases/database-source.js';
export { countingSql, type CountingSqlOptions } from './sql/counting-sql.js';
export { SQL_DIALECTS, type SqlDialectName } from './sql/dialects.js';

// Saved panels
export { savePanel } from './store/save-panel.js';
export { loadPanel, type SavedPanel } from './store/load-panel.js';
export { updatePanel, type UpdateOptions, type UpdateResult } from './store/update-panel.js';
export type { PanelExtras, PanelSource } from './store/panel-metadata.js';

// Deliveries
export {
  arrivalsBySource,
  collect,
  Deliveries,
  factsTold,
  isDelivered,
  knownHistory,
  LEAST_ARRIVAL_DAYS,
  lateSources,
  verifyDeliveries,
  type Collected,
  type CollectOptions,
  type Compacted,
  type Delivered,
  type DeliveriesCheck,
  type DeliveriesCheckOptions,
  type DeliveryBody,
  type DeliveryChange,
  type DeliveryEntry,
  type DeliveryOutcome,
  type KnownAt,
  type LateSource,
  type NewDelivery,
  type PanelReference,
  type SourceArrivals,
  type SourceDays,
} from './deliveries/index.js';

// Panel sets
export {
  filesOfParts,
  listPanelSet,
  parsePartRange,
  partOfDataset,
  partsOfTask,
  poolPanelSet,
  readPanelSet,
  readPools,
  replaceInPanelSet,
  verifyPanelSet,
  type CommitHooks,
  type ListedObject,
  type PanelSetChange,
  type PanelSetCheck,
  type PanelSetDelivery,
  type PanelSetIdentity,
  type PanelSetListing,
  type PartRange,
  type PoolCounts,
  type PooledSet,
  type PoolGroup,
} from './panel-set/index.js';

// Rule metadata
export { parseRules, readRules } from './rules/read-rules.js';

// Tables
export { writeParquet, type ParquetColumn } from './duckdb/write-parquet.js';
export { csvToParquet, parquetToCsv } from './duckdb/parquet-text.js';
