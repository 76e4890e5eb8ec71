import type { ByteSource } from '../inputs/bytes.js';
import type { InputFormat } from './list.js';
import { PanelAccumulator } from '../panel/panel-accumulator.js';
import type { RejectLog } from '../rejects.js';
import type { CommonTexts } from '../rows/common-texts.js';
import type { RejectReason } from '../rows/interpret.js';
import { RowReader } from '../rows/row-reader.js';
import { readCsvRecords } from './delimited/csv-records.js';
import { readJsonRecords } from './json-lines/json-records.js';
import type { SourceRecord } from './source-record.js';

/** A file read row by row. */
export interface RowsRead {
  readonly panel: PanelAccumulator;
  readonly rows: number;
  readonly rowsUsed: number;
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  readonly unparsableCounts: number;
  /** Results texts that say neither pass nor fail. */
  readonly neitherTexts: CommonTexts;
}

/** Interprets the records of one input: used ones go to a panel, the others to the reject log. */
export class RecordSink {
  readonly panel = new PanelAccumulator();
  readonly #reader: RowReader;
  readonly #name: string;
  readonly #rejects: RejectLog;
  readonly #rejected: Partial<Record<RejectReason, number>> = {};
  #records = 0;

  /** @param maxDay the last day that is wanted; Infinity for any. */
  constructor(name: string, rejects: RejectLog, maxDay: number) {
    this.#name = name;
    this.#rejects = rejects;
    this.#reader = new RowReader(this.panel, maxDay);
  }

  /** Takes one record. */
  add(record: SourceRecord): void {
    this.#records += 1;
    const reason = typeof record.row === 'string' ? record.row : this.#reader.add(record.row);
    if (reason === undefined) return;
    this.#rejected[reason] = (this.#rejected[reason] ?? 0) + 1;
    if (!this.#rejects.isKept) return;
    const { number, byteOffset, raw } = record;
    this.#rejects.add({ file: this.#name, record: number, byteOffset: byteOffset ?? null, reason, raw: raw() });
  }

  /** All that was read. */
  result(): RowsRead {
    const { rows: rowsUsed, unparsableCounts, neitherTexts } = this.#reader;
    return {
      panel: this.panel,
      rows: this.#records,
      rowsUsed,
      rejected: this.#rejected,
      unparsableCounts,
      neitherTexts,
    };
  }
}

/** An input that is text. */
export interface TextInput {
  /** What to call it in errors and rejects. */
  readonly name: string;
  readonly format: Exclude<InputFormat, 'parquet'>;
  readonly delimiter: string;
  /** The last day that is wanted; Infinity for any. */
  readonly maxDay: number;
}

/**
 * Reads delimited text or JSON lines row by row.
 *
 * @throws DqsError for an input that lacks columns, is cut short, or cannot be understood.
 */
export async function readRows(source: ByteSource, text: TextInput, rejects: RejectLog): Promise<RowsRead> {
  const { name, format, delimiter, maxDay } = text;
  const sink = new RecordSink(name, rejects, maxDay);
  const chunks = relieved(source.chunks, rejects);
  const onRecord = (record: SourceRecord) => sink.add(record);
  if (format === 'jsonl') await readJsonRecords(chunks, name, onRecord);
  else await readCsvRecords(chunks, { name, delimiter }, onRecord);
  return sink.result();
}

async function* relieved(chunks: AsyncIterable<Buffer>, rejects: RejectLog): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    yield chunk;
    await rejects.relieve();
  }
}
