import type { Shard } from '@dqs/batch';
import { CsvWriter } from '@dqs/core';

import { DayTexts } from '../forecast/day-texts.js';
import { flagNames } from '../forecast/predict.js';
import { NumberTexts } from './number-texts.js';
import type { OutputBuffer } from './output-buffer.js';
import { outputColumns, type RequestLayout } from './request-layout.js';
import { SeriesNames } from './series-names.js';
import {
  ROW_BYTES,
  SERIES_COLUMNS,
  CellWriter,
  type RecordTexts,
  type ShardRecords,
  type Cell,
} from './forecast-writer.js';

/** How {@link CsvForecastWriter} accesses passed-through columns. */
export interface CsvWriterOptions extends RecordTexts {
  readonly delimiter: string;
  readonly modelVersion: string;
  readonly layout: RequestLayout;
  /** Whether passed-through text may be copied unchanged from the input. */
  readonly isSameForm: boolean;
  /** The fields of a record. */
  readonly fields: (shard: Shard, at: number) => readonly string[];
}

/** Delimited text: the forecast, then the passed-through columns, unchanged if the delimiter is the same. */
export class CsvForecastWriter extends CellWriter {
  readonly rowBytes = ROW_BYTES;
  readonly #options: CsvWriterOptions;
  readonly #csv: CsvWriter;
  readonly #days = new DayTexts();
  readonly #numbers = new NumberTexts();
  readonly #flags: string[] = [];
  readonly #delimiter: number;
  /** Whether the version's name, which every row has, is ASCII. */
  readonly #isAscii: boolean;

  constructor(options: CsvWriterOptions) {
    const { delimiter, modelVersion, names } = options;
    const csv = new CsvWriter({ delimiter, keepBlanks: true });
    const write = (texts: readonly (readonly [unknown, string])[]) => csv.fields(texts.map(([, text]) => text));
    super(new SeriesNames(SERIES_COLUMNS, names, write), csv.field(modelVersion));
    this.#delimiter = delimiter.charCodeAt(0);
    this.#isAscii = Buffer.byteLength(modelVersion) === modelVersion.length;
    this.#csv = csv;
    this.#options = options;
  }

  forecast(out: OutputBuffer, row: number): void {
    this.names.write(out, row);
    for (const cell of this.cells) this.#cell(out, cell, row);
  }

  rest(out: OutputBuffer, records: ShardRecords, row: number): void {
    if (this.#options.layout.carried.length > 0) this.#carried(out, records, row);
    out.ascii('\n');
  }

  #cell(out: OutputBuffer, cell: Cell, row: number): void {
    const delimiter = this.#delimiter;
    if (cell.kind === 'same') {
      if (this.#isAscii) out.asciiAfter(delimiter, cell.text);
      else out.text(this.#options.delimiter + cell.text);
    } else if (cell.kind === 'number') {
      const value = cell.values[row]!;
      // NaN is the only number that does not equal itself.
      out.asciiAfter(delimiter, value === value ? this.#numbers.of(value) : '');
    } else if (cell.kind === 'day') out.asciiAfter(delimiter, this.#days.of(cell.values[row]!));
    else {
      const bits = cell.values[row]!;
      out.asciiAfter(delimiter, (this.#flags[bits] ??= this.#csv.field(flagNames(bits).join(' '))));
    }
  }

  #carried(out: OutputBuffer, { shard, parsed }: ShardRecords, row: number): void {
    const { delimiter, isSameForm, layout, fields } = this.#options;
    const start = parsed.carried[2 * row]!;
    out.ascii(delimiter);
    if (isSameForm && start >= 0) return out.copy(start, parsed.carried[2 * row + 1]!);
    const texts = fields(shard, parsed.at[row]!);
    out.text(layout.carried.map((column) => this.#csv.field(texts[column])).join(delimiter));
  }
}

/** The header of delimited output. */
export function forecastHeader(layout: RequestLayout, delimiter: string): string {
  return new CsvWriter({ delimiter, keepBlanks: true }).record(outputColumns(layout));
}
