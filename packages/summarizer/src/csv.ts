import { CsvWriter, withoutFormula } from '@dqs/core';

import { summaryColumns, type SummaryColumn } from './columns.js';
import { formatCount, formatPythonFloat } from './python-format.js';
import type { Summary } from './summary.js';

/** Options of {@link csvRecords}. */
export interface CsvOptions {
  /**
   * Puts an apostrophe before texts that a spreadsheet would run as a formula: those that start with `=`, `+`, `-`,
   * `@`, a tab or a line break (OWASP, "CSV Injection"). Reading the file then no longer restores these texts exactly.
   * @default false
   */
  readonly escapeFormulas?: boolean;
}

/**
 * The summary as CSV, one record a string, the header first: UTF-8 text without a byte order mark, commas, `\n` after
 * every record, quotes only around fields that hold a comma, a quote or a line break (Python's `QUOTE_MINIMAL`).
 */
export function* csvRecords(summary: Summary, options: CsvOptions = {}): Generator<string> {
  const columns = summaryColumns(summary);
  const { escapeFormulas = false } = options;
  const csv = new CsvWriter();
  yield csv.record(columns.map(({ name }) => name));
  for (const row of summary.rows) {
    yield csv.record(columns.map((column) => fieldText(column, column.value(row), escapeFormulas)));
  }
}

function fieldText({ kind }: SummaryColumn, value: string | number | undefined, escapeFormulas: boolean): string {
  if (kind === 'rate') return formatPythonFloat(value as number);
  if (kind === 'count' || kind === 'quantity') return formatCount(value as number | undefined);
  const text = value as string;
  return kind === 'text' && escapeFormulas ? withoutFormula(text) : text;
}
