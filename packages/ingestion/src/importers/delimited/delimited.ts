import { DqsError } from '@dqs/core';

import { throwIfAborted } from '../../inputs/faults.js';
import { NeedsRowReader } from '../../rows/needs-row-reader.js';
import type { ImportSettings } from '../import-settings.js';
import type { ImportContext, Importer, InputFile } from '../importer.js';
import type { ImportedFile } from '../record-sink.js';
import { countByDuckDb } from './count-by-duckdb.js';
import { countNatively } from './count-natively.js';
import { readCsvRecords } from './csv-records.js';
import { readHeader } from './read-header.js';

/** Text with a header and a comma between fields. */
export const CSV = delimited('csv', ',', ['csv']);

/** The same with tabs. */
export const TSV = delimited('tsv', '\t', ['tsv', 'tab']);

/** From this size on, loading DuckDB costs less than reading row by row. */
const DUCKDB_PAYS_FROM_BYTES = 2_000_000;
/** What a compressed byte roughly becomes. */
const GZIP_FACTOR = 10;

/** Delimited text: two fast readers count whole files where they can, the row reader takes the rest. */
function delimited<Name extends string>(name: Name, delimiter: string, extensions: readonly string[]): Importer<Name> {
  return {
    name,
    extensions,
    // Any text may be delimited.
    detect: () => undefined,
    readRecords: (chunks, input, onRecord) => readCsvRecords(chunks, input, delimiter, onRecord),
    readFile: (file, context) => countFile(file, delimiter, context),
  };
}

/** Lets the fast readers try a file; undefined where it must be read row by row. */
async function countFile(
  file: InputFile,
  delimiter: string,
  context: ImportContext,
): Promise<ImportedFile | undefined> {
  if (context.settings.reader === 'stream') return undefined;
  const header = await attempt(file.path, context, () => readHeader(file, delimiter, context.settings));
  if (typeof header === 'string') return undefined;
  if (isNativeAsked(context.settings)) {
    const counted = await attempt(file.path, context, () => countNatively(file, header, context));
    // What the scanner takes for unusual, DuckDB may misread without a word.
    if (counted !== 'other reader') return counted === 'row reader' ? undefined : counted;
  }
  if (!isDuckDbWorthwhile(file, context)) return undefined;
  const counted = await attempt(file.path, context, () => countByDuckDb(file, header, context));
  return typeof counted === 'string' ? undefined : counted;
}

/** Lets a fast reader try a file; says who must have it otherwise. */
async function attempt<T>(
  path: string,
  { settings: { signal, logger } }: ImportContext,
  count: () => Promise<T>,
): Promise<T | 'row reader' | 'other reader'> {
  try {
    const counted = await count();
    throwIfAborted(signal);
    return counted;
  } catch (cause) {
    throwIfAborted(signal);
    if (DqsError.is(cause)) throw cause;
    logger.debug({ path, reason: String(cause) }, 'another reader must take it');
    return cause instanceof NeedsRowReader ? 'row reader' : 'other reader';
  }
}

function isNativeAsked({ reader }: ImportSettings): boolean {
  return reader === 'auto' || reader === 'native';
}

function isDuckDbWorthwhile({ isGzip }: InputFile, { settings, bytesTotal, isSessionOpen }: ImportContext): boolean {
  const { reader } = settings;
  if (reader === 'duckdb' || reader === 'stream') return reader === 'duckdb';
  return isSessionOpen || bytesTotal * (isGzip ? GZIP_FACTOR : 1) >= DUCKDB_PAYS_FROM_BYTES;
}
