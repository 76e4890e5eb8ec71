import { parse } from 'csv-parse/sync';

import { locateColumns, type HeaderLayout } from '../rows/columns.js';
import { NeedsRowReader } from '../rows/needs-row-reader.js';
import { CSV_DIALECT } from '../stream/csv-records.js';
import { openFile } from './bytes.js';

/**
 * Finds the columns of a delimited file by its header.
 *
 * @throws DqsError where columns are missing; NeedsRowReader where the start of the file is unusual.
 */
export async function readHeader(path: string, isGzip: boolean, delimiter: string): Promise<HeaderLayout> {
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
