import type { Shard } from '@dqs/batch';
import { CsvWriter, FORECAST_COLUMNS, formatDay } from '@dqs/core';
import type { SeriesHistory } from '@dqs/features';

import { isNumber, type ForecastValues } from '../forecast/forecast-values.js';
import { flagNames } from '../forecast/predict.js';
import { NumberTexts } from './number-texts.js';
import { OutputBuffer } from './output-buffer.js';
import type { ParsedRequests, RequestTexts } from './parsed-requests.js';
import { outputColumns, type RequestLayout } from './request-layout.js';
import { SeriesNames, type NamedColumn } from './series-names.js';

/** The output for the requests of a shard. */
export interface ForecastRows {
  readonly shard: Shard;
  readonly history: SeriesHistory;
  readonly parsed: ParsedRequests;
  readonly values: ForecastValues;
}

/** Writes forecasts, each with the passed-through columns of its request. */
export interface ForecastWriter {
  write(rows: ForecastRows): Uint8Array;
}

/** What writers need from a record that cannot be copied unchanged. */
export interface RecordTexts {
  /** The texts that name its series. */
  readonly names: (shard: Shard, at: number) => RequestTexts;
}

/** Approximate bytes of an output row beyond those of its request. */
const ROW_BYTES = 180;

/** Columns of a series come first: their text is the same in every row of the series. */
const SERIES_COLUMNS = FORECAST_COLUMNS.filter((column): column is NamedColumn =>
  ['tenantId', 'datasetUuid', 'datasetName', 'ruleCode'].includes(column.key),
);
type OtherColumn = Exclude<(typeof FORECAST_COLUMNS)[number], NamedColumn>;
const OTHER_COLUMNS = FORECAST_COLUMNS.slice(SERIES_COLUMNS.length) as readonly OtherColumn[];

/** The values of a column behind those of the series, by row of a shard. */
type Cell =
  | { readonly kind: 'number' | 'day' | 'flags'; readonly values: ArrayLike<number> }
  | { readonly kind: 'same'; readonly text: string };

function cellsOf({ parsed, values }: ForecastRows, modelVersion: string): Cell[] {
  const { targetDay, asOfDay } = parsed.requests;
  return OTHER_COLUMNS.map((column): Cell => {
    if (isNumber(column)) return { kind: 'number', values: values.numbers[column.key] };
    switch (column.key) {
      case 'businessDate':
        return { kind: 'day', values: targetDay };
      case 'asOfDate':
        return { kind: 'day', values: asOfDay };
      case 'flags':
        return { kind: 'flags', values: values.flags };
      case 'modelVersion':
        return { kind: 'same', text: modelVersion };
    }
  });
}

/** Days whose texts are kept: more than ten years of them, a power of two. */
const DAY_SLOTS = 1 << 12;

/** Texts of days, which repeat; each day has a single slot. */
class DayTexts {
  readonly #days = new Int32Array(DAY_SLOTS);
  readonly #texts: string[] = new Array<string>(DAY_SLOTS).fill('');

  of(day: number): string {
    const slot = day & (DAY_SLOTS - 1);
    if (this.#days[slot] !== day || this.#texts[slot] === '') {
      this.#days[slot] = day;
      this.#texts[slot] = formatDay(day);
    }
    return this.#texts[slot]!;
  }
}

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
export class CsvForecastWriter implements ForecastWriter {
  readonly #options: CsvWriterOptions;
  readonly #csv: CsvWriter;
  readonly #names: SeriesNames;
  readonly #days = new DayTexts();
  readonly #numbers = new NumberTexts();
  readonly #flags: string[] = [];
  readonly #out = new OutputBuffer();
  readonly #delimiter: number;
  /** Whether the name of the version is, which every row has. */
  readonly #isAscii: boolean;

  constructor(options: CsvWriterOptions) {
    const { delimiter, modelVersion, names } = options;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#isAscii = Buffer.byteLength(modelVersion) === modelVersion.length;
    this.#csv = new CsvWriter({ delimiter, keepBlanks: true });
    this.#options = { ...options, modelVersion: this.#csv.field(modelVersion) };
    this.#names = new SeriesNames(SERIES_COLUMNS, names, (texts) => this.#csv.fields(texts.map(([, text]) => text)));
  }

  write(rows: ForecastRows): Uint8Array {
    const { shard, parsed } = rows;
    const table = this.#names.begin(rows);
    const out = this.#out.begin(shard.bytes, shard.bytes.length + ROW_BYTES * parsed.at.length, table);
    const cells = cellsOf(rows, this.#options.modelVersion);
    for (let row = 0; row < parsed.at.length; row += 1) {
      this.#names.write(out, row);
      for (const cell of cells) this.#cell(out, cell, row);
      if (this.#options.layout.carried.length > 0) this.#carried(out, rows, row);
      out.ascii('\n');
    }
    return out.finish();
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

  #carried(out: OutputBuffer, { shard, parsed }: ForecastRows, row: number): void {
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

/** How {@link JsonForecastWriter} accesses passed-through members. */
export interface JsonWriterOptions extends RecordTexts {
  readonly modelVersion: string;
  /** The members that are carried through, a comma before each. */
  readonly carried: (shard: Shard, at: number) => string;
}

/** JSON lines: the members of the forecast, then the passed-through ones. */
export class JsonForecastWriter implements ForecastWriter {
  readonly #options: JsonWriterOptions;
  readonly #names: SeriesNames;
  readonly #days = new DayTexts();
  readonly #flags: string[] = [];
  readonly #out = new OutputBuffer();
  /** What stands before the value of each column behind those of the series. */
  readonly #heads = OTHER_COLUMNS.map(({ name }) => `,${JSON.stringify(name)}:`);

  constructor(options: JsonWriterOptions) {
    this.#options = { ...options, modelVersion: JSON.stringify(options.modelVersion) };
    this.#names = new SeriesNames(SERIES_COLUMNS, options.names, (texts) =>
      JSON.stringify(Object.fromEntries(texts.map(([{ name }, text]) => [name, text]))).slice(0, -1),
    );
  }

  write(rows: ForecastRows): Uint8Array {
    const { shard, parsed } = rows;
    const table = this.#names.begin(rows);
    const out = this.#out.begin(shard.bytes, shard.bytes.length + 2 * ROW_BYTES * parsed.at.length, table);
    const cells = cellsOf(rows, this.#options.modelVersion);
    for (let row = 0; row < parsed.at.length; row += 1) {
      this.#names.write(out, row);
      const values = cells.map((cell, c) => this.#heads[c]! + this.#text(cell, row)).join('');
      out.text(`${values}${this.#options.carried(shard, parsed.at[row]!)}}\n`);
    }
    return out.finish();
  }

  #text(cell: Cell, row: number): string {
    if (cell.kind === 'same') return cell.text;
    const value = cell.values[row]!;
    if (cell.kind === 'day') return `"${this.#days.of(value)}"`;
    if (cell.kind === 'flags') return (this.#flags[value] ??= JSON.stringify(flagNames(value)));
    return Number.isNaN(value) ? 'null' : String(value);
  }
}
