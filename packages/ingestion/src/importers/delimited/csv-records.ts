import { DqsError } from '@dqs/core';
import type { CsvError, parse, Parser } from 'csv-parse';

import { ByteWindow } from '../../inputs/byte-window.js';
import { locateColumns, type HeaderLayout } from '../../rows/columns.js';
import type { RawRow, RejectReason } from '../../rows/interpret.js';
import { MAX_RECORD_BYTES, type RecordListener } from '../record-sink.js';

/** Name and delimiter of a CSV text. */
export interface CsvFormat {
  /** Name of the input in errors. */
  readonly name: string;
  readonly delimiter: string;
}

/** Lines of only white space, which csv-parse skips. */
const BLANK_LINES = /^(?:[^\S\r\n]*[\r\n])+/;

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

/**
 * Reads delimited text from bytes: header, then records with their numbers and byte offsets.
 *
 * @throws DqsError `input-column-missing` for a header that lacks columns; `input-unreadable` if a quoted field is
 * never closed.
 */
export async function readCsvRecords(
  chunks: AsyncIterable<Buffer>,
  format: CsvFormat,
  onRecord: RecordListener,
): Promise<void> {
  // Loaded when first needed: most files are read by the native readers.
  const { parse } = await import('csv-parse');
  const reader = new CsvRecordReader(format, onRecord, parse);
  for await (const chunk of chunks) await reader.write(chunk);
  await reader.end();
}

class CsvRecordReader {
  readonly #format: CsvFormat;
  readonly #onRecord: RecordListener;
  readonly #parser: Parser;
  readonly #window = new ByteWindow();
  #layout: HeaderLayout | undefined;
  /** Offset of the byte after the last complete record. */
  #consumed = 0;
  #records = 0;

  constructor(format: CsvFormat, onRecord: RecordListener, createParser: typeof parse) {
    this.#format = format;
    this.#onRecord = onRecord;
    this.#parser = createParser({
      ...CSV_DIALECT,
      delimiter: format.delimiter,
      on_record: (fields: string[], info) => this.#take(fields, info.bytes),
    });
    // A failed write calls its callback first and emits 'error' later, when nobody may be listening anymore.
    this.#parser.on('error', () => undefined);
    this.#parser.resume();
  }

  async write(chunk: Buffer): Promise<void> {
    this.#window.append(chunk);
    await this.#untilDone((done) => this.#parser.write(chunk, done));
    this.#window.dropBefore(this.#consumed);
  }

  async end(): Promise<void> {
    await this.#untilDone((done) => this.#parser.end(done));
  }

  #untilDone(start: (done: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#parser.once('error', reject);
      start((error) => {
        this.#parser.off('error', reject);
        if (error) reject(error);
        else resolve();
      });
    }).catch((cause: unknown) => this.#recover(cause));
  }

  #take(fields: string[], end: number): null {
    const [start, layout] = [this.#consumed, this.#layout];
    this.#consumed = end;
    if (layout === undefined) {
      this.#layout = locateColumns(fields, this.#format.name, this.#format.delimiter);
      return null;
    }
    const fits = fields.length === layout.width || hasOnlyEmptyExtras(fields, layout.width);
    const row = fits ? toRow(fields, layout) : 'column-count';
    this.#emit(this.#window.isText(start, end) ? row : 'invalid-utf-8', start, end);
    return null;
  }

  #emit(row: RawRow | RejectReason, start: number, end: number): void {
    this.#records += 1;
    // The text is extracted only if needed, while this record is being handled.
    const text = () => this.#window.slice(start, end).toString('utf8');
    const leading = () => Buffer.byteLength(BLANK_LINES.exec(text())?.[0] ?? '');
    this.#onRecord({
      number: this.#records,
      get byteOffset() {
        return start + leading();
      },
      row,
      raw: () =>
        text()
          .replace(BLANK_LINES, '')
          .replace(/\r?\n$|\r$/, ''),
    });
  }

  /** An unclosed quote in the last line costs that line; an earlier one would hide rows and is an error. */
  #recover(cause: unknown): void {
    const { code } = cause as CsvError;
    if (code !== 'CSV_QUOTE_NOT_CLOSED' && code !== 'CSV_MAX_RECORD_SIZE') throw cause;
    const rest = this.#window.slice(this.#consumed, this.#window.end).toString('utf8');
    const isLastLine = !/[\r\n]/.test(rest.replace(BLANK_LINES, '').trimEnd());
    if (code === 'CSV_QUOTE_NOT_CLOSED' && isLastLine && this.#layout !== undefined) {
      this.#emit('malformed-quotes', this.#consumed, this.#window.end);
      return;
    }
    throw this.#unclosedQuote(cause);
  }

  #unclosedQuote(cause: unknown): DqsError {
    const [record, byteOffset] = [this.#records + 1, this.#consumed];
    const message =
      `expected every quoted field of ${this.#format.name} to be closed, but record ${record}, which starts at byte ` +
      `${byteOffset}, is not; look for a stray " there`;
    return new DqsError('input-unreadable', message, {
      cause,
      details: { path: this.#format.name, record, byteOffset },
    });
  }
}

/** Spreadsheets end lines with trailing delimiters; they carry no meaning. */
function hasOnlyEmptyExtras(fields: readonly string[], width: number): boolean {
  return fields.length > width && fields.slice(width).every((field) => field === '');
}

function toRow(fields: readonly string[], { positions }: HeaderLayout): RawRow {
  const at = (position: number | undefined) => (position === undefined ? '' : fields[position]!);
  return {
    source: at(positions.source),
    tenantId: at(positions.tenant_id),
    datasetUuid: at(positions.dataset_uuid),
    datasetName: at(positions.dataset_name),
    ruleCode: at(positions.rule_code),
    businessDate: at(positions.business_date),
    results: at(positions.results),
    level: at(positions.level_of_execution),
    attribute: at(positions.attribute_name),
    recordCount: at(positions.dataset_record_count),
    filteredCount: at(positions.filtered_record_count),
  };
}
