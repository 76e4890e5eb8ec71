import type { Shard } from '@dqs/batch';

import { DayTexts } from '../forecast/day-texts.js';
import { flagNames } from '../forecast/predict.js';
import type { OutputBuffer } from './output-buffer.js';
import { SeriesNames } from './series-names.js';
import {
  ROW_BYTES,
  SERIES_COLUMNS,
  OTHER_COLUMNS,
  CellWriter,
  type RecordTexts,
  type ShardRecords,
  type Cell,
} from './forecast-writer.js';

/** How {@link JsonForecastWriter} accesses passed-through members. */
export interface JsonWriterOptions extends RecordTexts {
  readonly modelVersion: string;
  /** The passed-through members, each after a comma. */
  readonly carried: (shard: Shard, at: number) => string;
}

/** JSON lines: the members of the forecast, then the passed-through ones. */
export class JsonForecastWriter extends CellWriter {
  readonly rowBytes = 2 * ROW_BYTES;
  readonly #options: JsonWriterOptions;
  readonly #days = new DayTexts();
  readonly #flags: string[] = [];
  /** The text before each value: a comma and the name of the column. */
  readonly #heads = OTHER_COLUMNS.map(({ name }) => `,${JSON.stringify(name)}:`);

  constructor(options: JsonWriterOptions) {
    const names = new SeriesNames(SERIES_COLUMNS, options.names, (texts) =>
      JSON.stringify(Object.fromEntries(texts.map(([{ name }, text]) => [name, text]))).slice(0, -1),
    );
    super(names, JSON.stringify(options.modelVersion));
    this.#options = options;
  }

  forecast(out: OutputBuffer, row: number): void {
    this.names.write(out, row);
    out.text(this.cells.map((cell, c) => this.#heads[c]! + this.#text(cell, row)).join(''));
  }

  rest(out: OutputBuffer, { shard, parsed }: ShardRecords, row: number): void {
    out.text(`${this.#options.carried(shard, parsed.at[row]!)}}\n`);
  }

  #text(cell: Cell, row: number): string {
    if (cell.kind === 'same') return cell.text;
    const value = cell.values[row]!;
    if (cell.kind === 'day') return `"${this.#days.of(value)}"`;
    if (cell.kind === 'flags') return (this.#flags[value] ??= JSON.stringify(flagNames(value)));
    return Number.isNaN(value) ? 'null' : String(value);
  }
}
