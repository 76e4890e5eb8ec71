import type { Shard } from '@dqs/batch';
import { FORECAST_COLUMNS } from '@dqs/core';
import type { SeriesHistory } from '@dqs/features';

import type { ForecastValues } from '../forecast/forecast-values.js';
import type { ParsedRequests, RequestTexts } from './parsed-requests.js';
import { type NamedColumn } from './series-names.js';

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

/** Access to a record's texts, for columns that cannot be copied unchanged. */
export interface RecordTexts {
  /** The texts that name its series. */
  readonly names: (shard: Shard, at: number) => RequestTexts;
}

/** Approximate bytes of an output row beyond those of its request. */
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
export function cellsOf({ parsed, values }: ForecastRows, modelVersion: string): Cell[] {
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
