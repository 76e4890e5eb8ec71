// Errors
export { ERROR_CATALOGUE, errorEntry, type ErrorCode, type ErrorEntry } from './errors/catalogue.js';
export { DqsError, type DqsErrorOptions } from './errors/dqs-error.js';
export { EXIT, type ExitCode } from './errors/exit-codes.js';
export { didYouMean, editDistance, nearestName } from './errors/suggest.js';
export {
  assertKnownOptions,
  invalidOptions,
  optionNames,
  optionProblem,
  unknownOption,
  unknownOptions,
} from './errors/options.js';

// Days and texts
export { ODDS_BINS, percentageBin, PERCENTAGE_EDGES, PIT_BINS, WARNING_ODDS, WATCH_ODDS } from './score-bins.js';
export {
  calendarParts,
  dayOfWeek,
  formatDay,
  isoWeek,
  MS_PER_DAY,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  parseDay,
  type CalendarParts,
} from './days.js';
export { compareText } from './text-order.js';
export { cleanField, normalizeRuleCode } from './field-text.js';
export { csvFields, CsvWriter, withoutFormula, type CsvField, type CsvFormat, type CsvValue } from './csv.js';

// The daily panel
export {
  endOfKey,
  isGreaterCounts,
  mostFrequentLevels,
  panelDayRange,
  compareKeys,
  keyId,
  type DailyPanel,
  type DayRange,
  type KeyTextCounts,
  type PanelCells,
  type SummaryKey,
} from './panel/daily-panel.js';
export { allocateCells, PanelBuilder, type CellCounts, type Outcome, type RuleResult } from './panel/panel-builder.js';
export { collectTextCounts, countText } from './panel/text-counts.js';
export { freshenPanel } from './panel/freshen-panel.js';
export { EMPTY_PANEL, mergePanels } from './panel/merge.js';
export { decodePanel, encodePanel } from './panel/codec.js';

// The forecast row
export {
  FORECAST_COLUMNS,
  forecastFields,
  forecastRecord,
  type ForecastColumn,
  type ForecastColumnKind,
  type ForecastNumber,
  type ForecastRecord,
  type ForecastRow,
} from './forecast-row.js';

// Rules
export type { RuleCatalogue, RuleMetadata } from './rule-metadata.js';
export type { SeriesFact } from './series-fact.js';

// Gates
export { GATE_VERDICTS, type GateCheck, type GateReport, type GateVerdict } from './gates.js';

// Tables of numbers
export {
  lazyFrame,
  pickFrame,
  rowBlocks,
  subsetFrame,
  type ColumnKind,
  type FeatureFrame,
  type FrameColumn,
} from './frame.js';
export { decodeColumns, encodeColumns, type ColumnsFile, type NumericColumn } from './columns-codec.js';

// Names from elsewhere
export { keepsAllNames, listedNames, NAME_NOT_KEPT, namedValues, type NamedValues } from './names.js';

// Version
export { DQS_VERSION } from './version.js';

// Services that the caller provides
export {
  SILENT_LOGGER,
  SYSTEM_CLOCK,
  throwIfAborted,
  today,
  type Clock,
  type Hooks,
  type LogFunction,
  type Logger,
  type Progress,
  type ProgressListener,
} from './services.js';
export { currentTrace, inTrace, newTrace, traceparentOf, traceWithin, type Trace } from './trace.js';
export { Random } from './random.js';
export { groupRows, joinArrays, pickRows, rowsWhere } from './rows.js';

// Artifacts
export type { ArtifactHead, ArtifactStore, PutCondition, StoredArtifact } from './artifacts/artifact-store.js';
export { artifactConflict, artifactNotFound } from './artifacts/artifact-errors.js';
export { assertArtifactKey, isArtifactName } from './artifacts/artifact-key.js';
export type { BulkHead, BulkStore, BulkWritten, ByteRange } from './artifacts/bulk-store.js';
export { checkedRange } from './artifacts/byte-range.js';
export { checkedPieces } from './artifacts/checked-pieces.js';
export { contentIfPresent } from './artifacts/content-if-present.js';
export { FileBulkStore } from './artifacts/file-bulk-store.js';
export { FileStore } from './artifacts/file-store.js';
export { MemoryStore } from './artifacts/memory-store.js';
export type { StorePlace } from './artifacts/store-place.js';
