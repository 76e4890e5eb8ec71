import type { Shard } from '@dqs/batch';
import { FORECAST_COLUMNS } from '@dqs/core';
import type { SeriesHistory } from '@dqs/features';

import type { ForecastValues } from '../forecast/forecast-values.js';
import type { OutputBuffer } from './output-buffer.js';
import type { ParsedRequests, RequestTexts } from './parsed-requests.js';
import type { NamedColumn, SeriesNames } from './series-names.js';

/** Forecasts for requests of a shard. */
export interface ForecastRows {
  readonly shard: Shard;
  readonly history: SeriesHistory;
  /** The requests that {@link values} are of. */
  readonly parsed: Pick<ParsedRequests, 'requests' | 'at'>;
  readonly values: ForecastValues;
}

/** A shard with its requests. */
export interface ShardRecords {
  readonly shard: Shard;
  readonly parsed: Pick<ParsedRequests, 'at' | 'carried'>;
}

/** Writes rows: the text of a forecast, which may be copied for another request of the same, then what its request brings along. */
export interface ForecastWriter {
  /** Approximate bytes of a row beyond those of its request. */
  readonly rowBytes: number;
  /** The table that texts of the forecasts of a history are copied from. */
  table(history: SeriesHistory): Uint8Array;
  /** Sets the forecasts to write next. */
  begin(rows: ForecastRows): void;
  /** Writes the text of a forecast. */
  forecast(out: OutputBuffer, row: number): void;
  /** Writes the passed-through columns of a record and ends its row. */
  rest(out: OutputBuffer, records: ShardRecords, row: number): void;
}

/** Access to a record's texts, for columns that cannot be copied unchanged. */
export interface RecordTexts {
  /** The texts that name its series. */
  readonly names: (shard: Shard, at: number) => RequestTexts;
}

/** Approximate bytes of a row of delimited text beyond those of its request. */
export const ROW_BYTES = 240;

/** Columns of a series come first: their text is the same in every row of the series. */
export const SERIES_COLUMNS = FORECAST_COLUMNS.filter((column): column is NamedColumn =>
  ['tenantId', 'datasetUuid', 'datasetName', 'ruleCode'].includes(column.key),
);
type OtherColumn = Exclude<(typeof FORECAST_COLUMNS)[number], NamedColumn>;
/** The columns behind those of the series. */
export const OTHER_COLUMNS = FORECAST_COLUMNS.slice(SERIES_COLUMNS.length) as readonly OtherColumn[];

/** The values of a column behind those of the series, by row of a shard. */
export type Cell =
  | { readonly kind: 'number' | 'day' | 'flags'; readonly values: ArrayLike<number> }
  | { readonly kind: 'same'; readonly text: string };

/** The cells of a shard, one entry for each of {@link OTHER_COLUMNS}. */
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

function isNumber<C extends { readonly kind: string }>(
  column: C,
): column is Extract<C, { readonly kind: 'integer' | 'number' | 'optional' }> {
  return column.kind === 'integer' || column.kind === 'number' || column.kind === 'optional';
}

/** What both forms of text share: the names of a series, copied from a table, and then a cell for each other column. */
export abstract class CellWriter implements ForecastWriter {
  abstract readonly rowBytes: number;
  protected cells: readonly Cell[] = [];

  /** @param modelVersion the version's name as it stands in a row. */
  protected constructor(
    protected readonly names: SeriesNames,
    private readonly modelVersion: string,
  ) {}

  table(history: SeriesHistory): Uint8Array {
    return this.names.table(history);
  }

  begin(rows: ForecastRows): void {
    this.cells = cellsOf(rows, this.modelVersion);
    this.names.begin(rows);
  }

  abstract forecast(out: OutputBuffer, row: number): void;
  abstract rest(out: OutputBuffer, records: ShardRecords, row: number): void;
}
