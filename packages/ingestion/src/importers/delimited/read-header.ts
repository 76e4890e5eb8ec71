import { locateColumns, type HeaderLayout } from '../../rows/columns.js';
import { NeedsRowReader } from '../../rows/needs-row-reader.js';
import { CSV_DIALECT } from './csv-records.js';
import { openFile } from '../../inputs/bytes.js';

/**
 * Finds the columns of a delimited file by its header.
 *
 * @throws DqsError if columns are missing; NeedsRowReader if the start of the file is unusual.
 */
export async function readHeader(path: string, isGzip: boolean, delimiter: string): Promise<HeaderLayout> {
  for await (const chunk of openFile(path, isGzip).chunks) {
    const start = chunk.toString('latin1', 0, 4).replace('ï»¿', '');
    if (/^\s/.test(start) || start === '') throw new NeedsRowReader('the file does not start with its header');
    return locateColumns(plainHeader(chunk, delimiter) ?? (await firstRecord(chunk, delimiter)), path, delimiter);
  }
  throw new NeedsRowReader('the file is empty');
}

/** The names of a header line without quotes, as nearly all are: csv-parse takes long to load. */
function plainHeader(chunk: Buffer, delimiter: string): string[] | undefined {
  const end = chunk.indexOf('\n');
  if (end < 0) return undefined;
  const line = chunk.toString('utf8', 0, end).replace(/\r$/, '');
  return /["\r]/.test(line) ? undefined : line.split(delimiter);
}

async function firstRecord(chunk: Buffer, delimiter: string): Promise<string[]> {
  const { parse } = await import('csv-parse/sync');
  try {
    const [header] = parse(chunk, { ...CSV_DIALECT, delimiter, to: 1 });
    if (header !== undefined) return header;
  } catch {
    // A quote that is not closed within the first chunk.
  }
  throw new NeedsRowReader('the header is unusual');
}
