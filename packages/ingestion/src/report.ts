import { formatDay, panelDayRange, type DailyPanel, type ErrorCode } from '@dqs/core';

import type { InputFormat } from './importers/list.js';
import type { ToolFile } from './importers/record-sink.js';
import { strayDates, type StrayDates } from './stray-dates.js';
import type { CommonTexts, TextRows } from './rows/common-texts.js';
import type { RejectReason } from './rows/interpret.js';

/** How often each reason occurred; reasons that did not occur are absent. */
export type RejectCounts = Readonly<Partial<Record<RejectReason, number>>>;

/** Used rows by outcome. */
export interface OutcomeRows {
  readonly passed: number;
  readonly failed: number;
  /** Their results say neither pass nor fail; they count as neither, in both the summary and the model. */
  readonly neither: number;
}

/** What was read from one input. */
export interface FileReport extends OutcomeRows {
  /** The input as named or found; `-` for standard input. */
  readonly path: string;
  readonly format: InputFormat | 'panel' | 'postgres';
  /** sha256 of the bytes as stored, in hex: inputs with equal content have equal hashes. Absent if not requested. */
  readonly sha256?: string;
  /** Executions: records after the header, each as often as its `row_count` says; those that a saved panel holds. */
  readonly rows: number;
  readonly rowsUsed: number;
  readonly rejected: RejectCounts;
  /** Record counts that are not a number of 0 or more; they count as missing. */
  readonly unparsableCounts: number;
  /** What was understood that is not plain from the input, such as a delimiter; absent where there is nothing to say. */
  readonly notes?: readonly string[];
  /** What a tool wrote; absent for logs. */
  readonly tool?: ToolFile;
}

/** A file that gave nothing, and why; the others are read all the same. */
export interface FileFault {
  readonly path: string;
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * What was read from all inputs; plain data that survives JSON. `rows` is always `rowsUsed + rowsRejected`, `rowsUsed` always
 * `passed + failed + neither`.
 */
export interface IngestReport extends OutcomeRows {
  readonly rows: number;
  readonly rowsUsed: number;
  readonly rowsRejected: number;
  readonly rejected: RejectCounts;
  /**
   * The most common results texts that say neither pass nor fail, at most `NEITHER_TEXTS`; unknown for a saved
   * panel.
   */
  readonly neitherTexts: readonly TextRows[];
  readonly unparsableCounts: number;
  readonly keys: number;
  readonly cells: number;
  /** First and last business date, `YYYY-MM-DD`. */
  readonly firstDate: string;
  readonly lastDate: string;
  /** Dates at the end that are far later than all the others, if any. */
  readonly strayDates?: StrayDates;
  /** The notes of all files, each once; absent where there are none. */
  readonly notes?: readonly string[];
  readonly files: readonly FileReport[];
  /** Files that could not be used; only where the reading lists them rather than fail. */
  readonly faults?: readonly FileFault[];
  readonly durationMs: number;
}

/** Maximum number of texts in a report. */
export const NEITHER_TEXTS = 5;

/** Sums the reports of files. */
export function summarizeFiles(
  files: readonly FileReport[],
  panel: DailyPanel,
  neitherTexts: CommonTexts,
  durationMs: number,
  faults: readonly FileFault[] = [],
): IngestReport {
  const range = panelDayRange(panel);
  const stray = strayDates(panel);
  const notes = new Set(files.flatMap((file) => file.notes ?? []));
  const total = (pick: (file: FileReport) => number) => files.reduce((sum, file) => sum + pick(file), 0);
  return {
    rows: total((file) => file.rows),
    rowsUsed: total((file) => file.rowsUsed),
    rowsRejected: total((file) => file.rows - file.rowsUsed),
    rejected: addRejects(files.map((file) => file.rejected)),
    passed: total((file) => file.passed),
    failed: total((file) => file.failed),
    neither: total((file) => file.neither),
    neitherTexts: neitherTexts.commonest(NEITHER_TEXTS),
    unparsableCounts: total((file) => file.unparsableCounts),
    keys: panel.keys.length,
    cells: panel.cells.key.length,
    firstDate: range === undefined ? '' : formatDay(range.first),
    lastDate: range === undefined ? '' : formatDay(range.last),
    ...(stray === undefined ? {} : { strayDates: stray }),
    ...(notes.size === 0 ? {} : { notes: [...notes] }),
    files,
    ...(faults.length === 0 ? {} : { faults }),
    durationMs,
  };
}

function addRejects(counts: readonly RejectCounts[]): RejectCounts {
  const sum: Partial<Record<RejectReason, number>> = {};
  for (const one of counts) {
    for (const [reason, count] of Object.entries(one) as [RejectReason, number][]) {
      sum[reason] = (sum[reason] ?? 0) + count;
    }
  }
  return sum;
}
