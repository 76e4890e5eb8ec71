import { DqsError } from '@dqs/core';

import { openFile } from '../../inputs/bytes.js';
import { locateColumns, type HeaderLayout } from '../../rows/locate-columns.js';
import type { ColumnMapping } from '../../rows/mapping.js';
import { DELIMITERS, nameOfDelimiter } from '../../rows/missing-columns.js';
import { NeedsRowReader } from '../../rows/needs-row-reader.js';
import type { InputFile } from '../importer.js';
import { CSV_DIALECT } from './csv-dialect.js';

/** The header of a delimited input, and what separates its fields. */
export interface Header {
  readonly delimiter: string;
  readonly layout: HeaderLayout;
  /** What there is to say of both. */
  readonly notes: readonly string[];
}

/** What was asked for. */
interface HeaderSettings {
  /** Undefined to find it. */
  readonly delimiter: string | undefined;
  readonly mapping: ColumnMapping;
}

/** The names of a header, separated by a delimiter; undefined where there are none. */
type NamesBy = (delimiter: string) => readonly string[] | Promise<readonly string[]>;

/**
 * Finds the columns of a delimited file by its header.
 *
 * @param usual the delimiter of the format.
 * @throws DqsError if columns are missing; NeedsRowReader if the start of the file is unusual.
 */
export async function readHeader(
  { path, isGzip }: InputFile,
  usual: string,
  settings: HeaderSettings,
): Promise<Header> {
  for await (const chunk of openFile(path, isGzip).chunks) {
    const start = chunk.toString('latin1', 0, 4).replace('ï»¿', '');
    if (/^\s/.test(start) || start === '') throw new NeedsRowReader('the file does not start with its header');
    return findHeader(async (delimiter) => plainHeader(chunk, delimiter) ?? firstRecord(chunk, delimiter), path, {
      ...settings,
      usual,
    });
  }
  throw new NeedsRowReader('the file is empty');
}

/**
 * The header by the delimiter that was asked for; else by the usual one, or, where columns are missing by it, by the
 * first other one by which none is.
 *
 * @throws DqsError as {@link locateColumns} by the delimiter that was asked for, or the likeliest one.
 */
export async function findHeader(
  namesBy: NamesBy,
  where: string,
  { delimiter: asked, usual, mapping }: HeaderSettings & { readonly usual: string },
): Promise<Header> {
  const by = async (delimiter: string): Promise<Header> => {
    const layout = locateColumns(await namesBy(delimiter), where, mapping, delimiter);
    return { delimiter, layout, notes: layout.notes };
  };
  if (asked !== undefined) return by(asked);
  let [likeliest, mostColumns] = [undefined as unknown, 0];
  for (const delimiter of new Set([usual, ...DELIMITERS])) {
    const names = await namesBy(delimiter);
    try {
      const found = await by(delimiter);
      if (delimiter === usual) return found;
      return { ...found, notes: [`columns are separated by ${nameOfDelimiter(delimiter)}`, ...found.notes] };
    } catch (error) {
      if (delimiter === usual && !isColumnMissing(error)) throw error;
      if (names.length > mostColumns) [likeliest, mostColumns] = [error, names.length];
    }
  }
  throw likeliest;
}

function isColumnMissing(error: unknown): boolean {
  return DqsError.is(error) && error.code === 'input-column-missing';
}

/** The names of a header line without quotes, as nearly all are: csv-parse takes long to load. */
function plainHeader(chunk: Buffer, delimiter: string): string[] | undefined {
  const end = chunk.indexOf('\n');
  if (end < 0) return undefined;
  const line = chunk.toString('utf8', 0, end).replace(/\r$/, '');
  return /["\r]/.test(line) ? undefined : line.split(delimiter);
}

/** The fields of the first record that starts within a chunk. @throws NeedsRowReader where it does not end there. */
export async function firstRecord(chunk: Buffer, delimiter: string): Promise<string[]> {
  const { parse } = await import('csv-parse/sync');
  try {
    const [header] = parse(chunk, { ...CSV_DIALECT, delimiter, to: 1 });
    if (header !== undefined) return header;
  } catch {
    // A quote that is not closed within the first chunk.
  }
  throw new NeedsRowReader('the header is unusual');
}
