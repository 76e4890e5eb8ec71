import { CsvWriter, type CsvValue } from '@dqs/core';
import type { ForecastRow } from '@dqs/pipelines';

import { fixed } from './numbers.js';
import { textTable } from './table.js';

/** How forecasts are written. */
export type ForecastFormat = 'table' | 'csv' | 'json' | 'jsonl';

const CSV_COLUMNS = [
  'dataset_uuid',
  'dataset_name',
  'rule_code',
  'business_date',
  'as_of',
  'predicted_pass_percentage',
  'expected_pass_percentage',
  'naive_pass_percentage',
  'executions',
  'flags',
] as const;

type ForecastRecord = Readonly<Record<(typeof CSV_COLUMNS)[number], string | number | null | readonly string[]>>;

/** A forecast with the column names of the input files. */
export function forecastRecord(row: ForecastRow): ForecastRecord {
  return {
    dataset_uuid: row.datasetUuid,
    dataset_name: row.datasetName,
    rule_code: row.ruleCode,
    business_date: row.businessDate,
    as_of: row.asOf,
    predicted_pass_percentage: row.predictedPassPercentage,
    expected_pass_percentage: row.expectedPassPercentage,
    naive_pass_percentage: row.naivePassPercentage,
    executions: row.executions,
    flags: row.flags,
  };
}

/** Forecasts in a format; the naive forecast stands beside the model's in each. */
export function forecastsText(rows: readonly ForecastRow[], format: ForecastFormat): string {
  if (format === 'table') return forecastTable(rows);
  const records = rows.map(forecastRecord);
  if (format === 'json') return `${JSON.stringify(records, null, 2)}\n`;
  if (format === 'jsonl') return records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const csv = new CsvWriter();
  const lines = records.map((record) => csv.record(CSV_COLUMNS.map((column) => csvValue(record[column]))));
  return [csv.record(CSV_COLUMNS), ...lines].join('');
}

function forecastTable(rows: readonly ForecastRow[]): string {
  if (rows.length === 0) return 'no series to forecast\n';
  const right = (title: string) => ({ title, align: 'right' as const });
  const columns = [
    { title: 'dataset' },
    { title: 'name' },
    { title: 'rule' },
    right('predicted %'),
    right('expected %'),
    right('naive %'),
    { title: 'flags' },
  ];
  const body = rows.map((row) => [
    row.datasetUuid,
    row.datasetName,
    row.ruleCode,
    fixed(row.predictedPassPercentage),
    fixed(row.expectedPassPercentage),
    row.naivePassPercentage === null ? '-' : fixed(row.naivePassPercentage),
    row.flags.join(' '),
  ]);
  const { businessDate, asOf } = rows[0]!;
  return (
    `Forecast for ${businessDate} from results up to ${asOf}; naive: median of the last 7 observed days\n\n` +
    textTable(columns, body)
  );
}

/** Several words stand in one field, with spaces between them. */
function csvValue(value: CsvValue | readonly string[]): CsvValue {
  return typeof value === 'object' && value !== null ? value.join(' ') : value;
}
