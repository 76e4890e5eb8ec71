import { DqsError } from '@dqs/core';
import type { CsvError, parse, Parser } from 'csv-parse';

import { ByteWindow } from '../../inputs/byte-window.js';
import { locateColumns, type HeaderLayout } from '../../rows/locate-columns.js';
import { rowOf, type RawRow, type RejectReason } from '../../rows/interpret.js';
import { NeedsRowReader } from '../../rows/needs-row-reader.js';
import type { NamedInput } from '../importer.js';
import type { RecordListener } from '../record-sink.js';
import { CSV_DIALECT } from './csv-dialect.js';
import { findHeader, firstRecord } from './read-header.js';

/** The longest header whose delimiter is looked for. */
const MAX_HEADER_BYTES = 1024 * 1024;
/** Lines of only white space, which csv-parse skips. */
const BLANK_LINES = /^(?:[^\S\r\n]*[\r\n])+/;

/**
 * Reads delimited text from bytes: header, then records with their numbers and byte offsets.
 *
 * @throws DqsError `input-column-missing` for a header that lacks columns; `input-unreadable` if a quoted field is
 * never closed.
 *
 * @param usual the delimiter of the format.
 */
export async function readCsvRecords(
  chunks: AsyncIterable<Buffer>,
  input: NamedInput,
  usual: string,
  onRecord: RecordListener,
): Promise<void> {
  // Loaded when first needed: most files are read by the native readers.
  const { parse } = await import('csv-parse');
  let reader: CsvRecordReader | undefined;
  let start: Buffer = Buffer.alloc(0);
  const begin = async () => {
    reader = new CsvRecordReader(input, await delimiterOf(start, input, usual), onRecord, parse);
    await reader.write(start);
    return reader;
  };
  for await (const chunk of chunks) {
    if (reader !== undefined) await reader.write(chunk);
    else {
      start = Buffer.concat([start, chunk]);
      if (hasWholeLine(start) || start.length > MAX_HEADER_BYTES) await begin();
    }
  }
  await (reader ?? (await begin())).end();
}

/** Whether a text has a whole line that is not blank. */
function hasWholeLine(start: Buffer): boolean {
  return /[\r\n]/.test(start.toString('latin1').trimStart());
}

/** The delimiter that the start of a text says; tells of one that is not the usual one. */
async function delimiterOf(start: Buffer, { name, settings, note }: NamedInput, usual: string): Promise<string> {
  if (settings.delimiter !== undefined || start.toString('latin1').trim() === '') return settings.delimiter ?? usual;
  try {
    const header = await findHeader((delimiter) => firstRecord(start, delimiter), name, { ...settings, usual });
    for (const one of header.notes) note(one);
    return header.delimiter;
  } catch (error) {
    // A header that does not end in the first line, or does not end at all: the reader will see.
    if (error instanceof NeedsRowReader) return usual;
    throw error;
  }
}

class CsvRecordReader {
  readonly #input: NamedInput;
  readonly #delimiter: string;
  readonly #onRecord: RecordListener;
  readonly #parser: Parser;
  readonly #window = new ByteWindow();
  #layout: HeaderLayout | undefined;
  /** Offset of the byte after the last complete record. */
  #consumed = 0;
  #records = 0;

  constructor(input: NamedInput, delimiter: string, onRecord: RecordListener, createParser: typeof parse) {
    this.#input = input;
    this.#delimiter = delimiter;
    this.#onRecord = onRecord;
    this.#parser = createParser({
      ...CSV_DIALECT,
      delimiter,
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
      const { name, settings, note } = this.#input;
      this.#layout = locateColumns(fields, name, settings.mapping, this.#delimiter);
      for (const one of this.#layout.notes) note(one);
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
      `expected every quoted field of ${this.#input.name} to be closed, but record ${record}, which starts at byte ` +
      `${byteOffset}, is not; look for a stray " there`;
    return new DqsError('input-unreadable', message, {
      cause,
      details: { path: this.#input.name, record, byteOffset },
    });
  }
}

/** Spreadsheets end lines with trailing delimiters; they carry no meaning. */
function hasOnlyEmptyExtras(fields: readonly string[], width: number): boolean {
  return fields.length > width && fields.slice(width).every((field) => field === '');
}

function toRow(fields: readonly string[], layout: HeaderLayout): RawRow {
  return rowOf(layout, (column) => {
    const position = layout.positions[column];
    return position === undefined ? '' : fields[position]!;
  });
}
