// Reading logs
export { readPanel, readPanelFromStream } from './read-panel.js';
export type { ReadResult } from './ingest-run.js';
export type { ReaderChoice, ReadOptions } from './options.js';
export type { InputFormat } from './inputs/format.js';

// What was read
export type { FileReport, IngestReport, RejectCounts } from './report.js';
export type { RejectedRow } from './rejects.js';
export { REJECT_REASONS, type RejectReason } from './rows/interpret.js';
