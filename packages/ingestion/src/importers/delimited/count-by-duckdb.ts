import { columnExpressions, type CountedTable } from '../../duckdb/count-query.js';
import { readCounts } from '../../duckdb/read-counts.js';
import { sqlPath, sqlText } from '../../duckdb/session.js';
import { inspectFile } from '../../inputs/inspect-file.js';
import { NeedsRowReader } from '../../rows/needs-row-reader.js';
import type { ImportContext, InputFile } from '../importer.js';
import type { ImportedFile } from '../record-sink.js';
import type { Header } from './read-header.js';

/** The longest record DuckDB is trusted with; it may silently drop one beyond its buffer. */
const MAX_LINE_BYTES = 1_000_000;
const BUFFER_BYTES = 2 * MAX_LINE_BYTES;

/** A text that no field contains, so that empty fields stay empty texts and do not become NULL. */
const NULL_TEXT = '\u0001\u0002null';

/** The table expression to read a delimited file. */
function describeCsv({ path, isGzip }: InputFile, { delimiter, layout }: Header): CountedTable {
  const names = Array.from({ length: layout.width }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  const table =
    `read_csv(${sqlPath(path)}, columns = {${names}}, auto_detect = false, header = true, ` +
    `delim = ${sqlText(delimiter)}, quote = '"', escape = '"', strict_mode = true, nullstr = ${sqlText(NULL_TEXT)}, ` +
    `max_line_size = ${MAX_LINE_BYTES}, buffer_size = ${BUFFER_BYTES}, ` +
    `compression = '${isGzip ? 'gzip' : 'none'}')`;
  const columns = columnExpressions(layout, (position) => `c${position}`);
  return { table, columns, isUuidDerived: layout.isUuidDerived };
}

/**
 * Lets DuckDB count a delimited file.
 *
 * @throws NeedsRowReader where the row reader must have it; DuckDB's error where it cannot make sense of the file.
 */
export async function countByDuckDb(file: InputFile, header: Header, context: ImportContext): Promise<ImportedFile> {
  const stop = new AbortController();
  try {
    const table = describeCsv(file, header);
    const session = await context.openSession();
    const inspected = inspectFile(
      file.path,
      { isGzip: file.isGzip, delimiter: header.delimiter, maxRecordBytes: MAX_LINE_BYTES },
      stop.signal,
    );
    // A fault of the file shows in the row reader too, should DuckDB give up before this is looked at.
    inspected.catch(() => undefined);
    const counted = await readCounts(session, table, context.settings.meaning);
    const { sha256, doubt, records: found } = await inspected;
    if (doubt !== undefined) throw new NeedsRowReader(doubt);
    const { records, ...facts } = counted;
    if (records !== found - 1) throw new NeedsRowReader(`DuckDB found ${records} of ${found - 1} rows`);
    return { sha256, rowsUsed: facts.rows, rejected: {}, notes: header.notes, ...facts };
  } finally {
    stop.abort();
  }
}
