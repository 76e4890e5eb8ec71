import { readCounts } from '../../duckdb/read-counts.js';
import { inspectFile } from '../../inputs/inspect-file.js';
import { NeedsRowReader } from '../../rows/needs-row-reader.js';
import type { ImportedFile } from '../imported-file.js';
import type { ImportContext, InputFile } from '../importer.js';
import { describeCsv, MAX_LINE_BYTES } from './csv-table.js';
import { readHeader } from './read-header.js';

/**
 * Lets DuckDB count a delimited file.
 *
 * @throws NeedsRowReader where the row reader must have it; DuckDB's error where it cannot make sense of the file.
 */
export async function countByDuckDb(
  { path, isGzip }: InputFile,
  delimiter: string,
  context: ImportContext,
): Promise<ImportedFile> {
  const stop = new AbortController();
  try {
    const table = describeCsv(path, isGzip, delimiter, await readHeader(path, isGzip, delimiter));
    const session = await context.openSession();
    const inspected = inspectFile(path, { isGzip, delimiter, maxRecordBytes: MAX_LINE_BYTES }, stop.signal);
    // A fault of the file shows in the row reader too, should DuckDB give up before this is looked at.
    inspected.catch(() => undefined);
    const counted = await readCounts(session, table, context.settings.maxDay);
    const { sha256, doubt, records } = await inspected;
    if (doubt !== undefined) throw new NeedsRowReader(doubt);
    if (counted.rows !== records - 1) throw new NeedsRowReader(`DuckDB found ${counted.rows} of ${records - 1} rows`);
    return { sha256, rowsUsed: counted.rows, rejected: {}, ...counted };
  } finally {
    stop.abort();
  }
}
