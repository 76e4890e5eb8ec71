import { parse } from 'csv-parse/sync';

import { openFile } from '../inputs/bytes.js';
import { locateColumns, type ColumnName, type HeaderLayout } from '../rows/columns.js';
import { CSV_DIALECT } from '../stream/csv-records.js';
import { NeedsRowReader } from './count-collector.js';
import type { CountedTable } from './count-query.js';
import { sqlPath, sqlText } from './session.js';

const MAX_LINE_BYTES = 1_000_000;
const BUFFER_BYTES = 2 * MAX_LINE_BYTES;

/** A text that no field holds, so that empty fields stay empty texts and are not turned into NULL. */
const NULL_TEXT = '\u0001\u0002null';

/**
 * Looks at a file's header and gives the table to read it by.
 *
 * @throws DqsError where columns are missing; NeedsRowReader where the start of the file is unusual.
 */
export async function describeCsv(
  path: string,
  isGzip: boolean,
  delimiter: string,
  bufferBytes = BUFFER_BYTES,
): Promise<CountedTable> {
  const { width, positions } = await readHeader(path, isGzip, delimiter);
  const names = Array.from({ length: width }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  const table =
    `read_csv(${sqlPath(path)}, columns = {${names}}, auto_detect = false, header = true, ` +
    `delim = ${sqlText(delimiter)}, quote = '"', escape = '"', strict_mode = true, nullstr = ${sqlText(NULL_TEXT)}, ` +
    `max_line_size = ${Math.min(MAX_LINE_BYTES, bufferBytes)}, buffer_size = ${bufferBytes}, ` +
    `compression = '${isGzip ? 'gzip' : 'none'}')`;
  const expression = (position: number | undefined) => (position === undefined ? undefined : `c${position}`);
  const columns = Object.fromEntries(
    Object.entries(positions).map(([name, position]) => [name, expression(position)]),
  ) as Record<ColumnName, string | undefined>;
  return { table, columns };
}

async function readHeader(path: string, isGzip: boolean, delimiter: string): Promise<HeaderLayout> {
  for await (const chunk of openFile(path, isGzip).chunks) {
    const start = chunk.toString('latin1', 0, 4).replace('ï»¿', '');
    if (/^\s/.test(start) || start === '') throw new NeedsRowReader('the file does not start with its header');
    return locateColumns(firstRecord(chunk, delimiter), path, delimiter);
  }
  throw new NeedsRowReader('the file is empty');
}

function firstRecord(chunk: Buffer, delimiter: string): string[] {
  try {
    const [header] = parse(chunk, { ...CSV_DIALECT, delimiter, to: 1 });
    if (header !== undefined) return header;
  } catch {
    // A quote that is not closed within the first chunk.
  }
  throw new NeedsRowReader('the header is unusual');
}
