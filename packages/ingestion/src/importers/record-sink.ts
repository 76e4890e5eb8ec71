import { PanelAccumulator } from '../panel/panel-accumulator.js';
import type { RejectLog } from '../rejects.js';
import type { RejectReason } from '../rows/interpret.js';
import { RowReader } from '../rows/row-reader.js';
import type { ImportedFile } from './imported-file.js';
import type { SourceRecord } from './source-record.js';

/** Interprets the records of one input: used ones go to a panel, the others to the reject log. */
export class RecordSink {
  readonly panel = new PanelAccumulator();
  readonly #reader: RowReader;
  readonly #name: string;
  readonly #rejects: RejectLog;
  readonly #rejected: Partial<Record<RejectReason, number>> = {};
  #records = 0;

  /** @param maxDay the last day to read; Infinity for any. */
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

  /** The chunks of an input, whose records come here; between them rejects that are many leave the memory. */
  async *relieving(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      yield chunk;
      await this.#rejects.relieve();
    }
  }

  /** All that was read. */
  result(): ImportedFile {
    const { rows: rowsUsed, unparsableCounts, neitherTexts } = this.#reader;
    const { panel } = this;
    return { panel, rows: this.#records, rowsUsed, rejected: this.#rejected, unparsableCounts, neitherTexts };
  }
}
