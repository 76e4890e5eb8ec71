import { summaryColumns, type SummaryColumn } from './columns.js';
import { formatCount, formatPythonFloat } from './python-format.js';
import type { Summary } from './summary.js';

/** How {@link csvRecords} writes. */
export interface CsvOptions {
  /**
   * Puts an apostrophe before texts that a spreadsheet would run as a formula: those that start with `=`, `+`, `-`,
   * `@`, a tab or a line break (OWASP, "CSV Injection"). The file then no longer gives these texts back exactly.
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
  yield record(columns.map(({ name }) => name));
  for (const row of summary.rows) {
    yield record(columns.map((column) => field(column, column.value(row), escapeFormulas)));
  }
}

function field({ kind }: SummaryColumn, value: string | number | undefined, escapeFormulas: boolean): string {
  if (kind === 'rate') return formatPythonFloat(value as number);
  if (kind === 'count' || kind === 'quantity') return formatCount(value as number | undefined);
  const text = value as string;
  return quoted(kind === 'text' && escapeFormulas ? withoutFormula(text) : text);
}

function withoutFormula(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function record(fields: readonly string[]): string {
  return `${fields.join(',')}\n`;
}
