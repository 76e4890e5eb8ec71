import { MAX_RECORD_BYTES } from '../record-sink.js';

/** The options that make csv-parse agree with DuckDB's strict reader; see the contract tests. */
export const CSV_DIALECT = {
  bom: true,
  ltrim: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  max_record_size: MAX_RECORD_BYTES,
};
