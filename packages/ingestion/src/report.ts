import { formatDay, panelDayRange, type DailyPanel } from '@dqs/core';

import type { InputFormat } from './inputs/format.js';
import type { RejectReason } from './rows/interpret.js';

/** How often each reason occurred; reasons that did not occur are absent. */
export type RejectCounts = Readonly<Partial<Record<RejectReason, number>>>;

/** What was read from one input. */
export interface FileReport {
  /** The input as it was named or found; `-` for standard input. */
  readonly path: string;
  readonly format: InputFormat | 'panel';
  /** sha256 of the bytes as stored, in hex: two inputs of equal content have equal ones. Absent where not asked for. */
  readonly sha256?: string;
  /** Records after the header; for a saved panel, the executions it holds. */
  readonly rows: number;
  readonly rowsUsed: number;
  readonly rejected: RejectCounts;
  /** Record counts that are no number of 0 or more; they count as missing. */
  readonly unparsableCounts: number;
}

/** What was read from all inputs; plain data that survives JSON. `rows` is always `rowsUsed + rowsRejected`. */
export interface IngestReport {
  readonly rows: number;
  readonly rowsUsed: number;
  readonly rowsRejected: number;
  readonly rejected: RejectCounts;
  /** Used rows whose outcome is `error`. */
  readonly errors: number;
  readonly unparsableCounts: number;
  readonly keys: number;
  readonly cells: number;
  /** First and last business date, `YYYY-MM-DD`. */
  readonly firstDate: string;
  readonly lastDate: string;
  readonly files: readonly FileReport[];
  readonly durationMs: number;
}

/** Sums the reports of files. */
export function summarizeFiles(files: readonly FileReport[], panel: DailyPanel, durationMs: number): IngestReport {
  const range = panelDayRange(panel);
  const total = (pick: (file: FileReport) => number) => files.reduce((sum, file) => sum + pick(file), 0);
  return {
    rows: total((file) => file.rows),
    rowsUsed: total((file) => file.rowsUsed),
    rowsRejected: total((file) => file.rows - file.rowsUsed),
    rejected: addRejects(files.map((file) => file.rejected)),
    errors: sumOf(panel.cells.errors),
    unparsableCounts: total((file) => file.unparsableCounts),
    keys: panel.keys.length,
    cells: panel.cells.key.length,
    firstDate: range === undefined ? '' : formatDay(range.first),
    lastDate: range === undefined ? '' : formatDay(range.last),
    files,
    durationMs,
  };
}

/** The sum of a column of counts. */
export function sumOf(counts: Int32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
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
