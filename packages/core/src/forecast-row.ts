import type { CsvValue } from './csv.js';

/** The type of a column's values: `optional` numbers may be missing, `texts` are a list. */
export type ForecastColumnKind = 'text' | 'date' | 'integer' | 'number' | 'optional' | 'texts';

/** A column of a forecast row. */
export interface ForecastColumn {
  /** In CSV, JSON lines, JSON and Parquet alike. */
  readonly name: string;
  /** In {@link ForecastRow}. */
  readonly key: string;
  readonly kind: ForecastColumnKind;
  readonly meaning: string;
}

/**
 * The columns of a forecast, in their order: the one declaration for everything that writes, keeps or shows forecasts.
 * A new column is computed in `forecastValues` of `@dqs/pipelines`; the compiler points there.
 */
export const FORECAST_COLUMNS = [
  { name: 'tenant_id', key: 'tenantId', kind: 'text', meaning: 'tenant of the series' },
  { name: 'dataset_uuid', key: 'datasetUuid', kind: 'text', meaning: 'dataset of the series' },
  { name: 'dataset_name', key: 'datasetName', kind: 'text', meaning: 'its name, empty if the history has none' },
  { name: 'rule_code', key: 'ruleCode', kind: 'text', meaning: 'rule of the series' },
  { name: 'business_date', key: 'businessDate', kind: 'date', meaning: 'day that is forecast' },
  { name: 'as_of_date', key: 'asOfDate', kind: 'date', meaning: 'last day whose results were known' },
  { name: 'horizon', key: 'horizon', kind: 'integer', meaning: 'days from the as-of date to the business date' },
  {
    name: 'predicted_pass_percentage',
    key: 'predictedPassPercentage',
    kind: 'number',
    meaning: 'the value of least expected absolute error, in [0, 100]',
  },
  {
    name: 'expected_pass_percentage',
    key: 'expectedPassPercentage',
    kind: 'number',
    meaning: 'the mean, in [0, 100]',
  },
  {
    name: 'lower_80',
    key: 'lower80',
    kind: 'number',
    meaning: 'lower bound of the central interval of 80 %, in [0, 100]',
  },
  { name: 'upper_80', key: 'upper80', kind: 'number', meaning: 'its upper bound' },
  { name: 'lower_95', key: 'lower95', kind: 'number', meaning: 'lower bound of the interval of 95 %' },
  { name: 'upper_95', key: 'upper95', kind: 'number', meaning: 'its upper bound' },
  {
    name: 'target_percentage',
    key: 'targetPercentage',
    kind: 'number',
    meaning: 'the pass percentage that the day should reach; 100 unless another was named',
  },
  {
    name: 'p_below_target',
    key: 'pBelowTarget',
    kind: 'number',
    meaning: 'probability that it does not, in [0, 1]',
  },
  {
    name: 'executions',
    key: 'executions',
    kind: 'number',
    meaning: 'executions the distribution assumes',
  },
  {
    name: 'naive_pass_percentage',
    key: 'naivePassPercentage',
    kind: 'optional',
    meaning: 'median of the last 7 observed days; missing if there is none',
  },
  { name: 'flags', key: 'flags', kind: 'texts', meaning: 'what a reader should know, such as cold_start' },
  { name: 'model_version', key: 'modelVersion', kind: 'text', meaning: 'the version that made the forecast' },
] as const satisfies readonly ForecastColumn[];

type Column = (typeof FORECAST_COLUMNS)[number];
interface ValueOfKind {
  readonly text: string;
  readonly date: string;
  readonly integer: number;
  readonly number: number;
  readonly optional: number | null;
  readonly texts: readonly string[];
}

/** Name of a column of numbers. */
export type ForecastNumber = Extract<Column, { readonly kind: 'integer' | 'number' | 'optional' }>['key'];

/** One forecast by the keys of {@link FORECAST_COLUMNS}; dates are `YYYY-MM-DD`. Survives JSON. */
export type ForecastRow = { readonly [C in Column as C['key']]: ValueOfKind[C['kind']] };

/** One forecast by the names of its columns: how it is written as JSON. */
export type ForecastRecord = { readonly [C in Column as C['name']]: ValueOfKind[C['kind']] };

/**
 * A forecast by the names of its columns, in their order. Spelled out, because one is made of every forecast that is served, and
 * a loop over the columns takes twenty times as long; the compiler and a test hold it to them.
 */
export function forecastRecord(row: ForecastRow): ForecastRecord {
  return {
    tenant_id: row.tenantId,
    dataset_uuid: row.datasetUuid,
    dataset_name: row.datasetName,
    rule_code: row.ruleCode,
    business_date: row.businessDate,
    as_of_date: row.asOfDate,
    horizon: row.horizon,
    predicted_pass_percentage: row.predictedPassPercentage,
    expected_pass_percentage: row.expectedPassPercentage,
    lower_80: row.lower80,
    upper_80: row.upper80,
    lower_95: row.lower95,
    upper_95: row.upper95,
    target_percentage: row.targetPercentage,
    p_below_target: row.pBelowTarget,
    executions: row.executions,
    naive_pass_percentage: row.naivePassPercentage,
    flags: row.flags,
    model_version: row.modelVersion,
  };
}

/** The values of a forecast for a CSV, in the order of its columns: numbers with all digits, lists separated by blanks. */
export function forecastFields(row: ForecastRow): CsvValue[] {
  return FORECAST_COLUMNS.map(({ key }) => {
    const value = row[key];
    return typeof value === 'object' && value !== null ? value.join(' ') : value;
  });
}
