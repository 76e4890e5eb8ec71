import { CsvWriter, FORECAST_COLUMNS, forecastFields, forecastRecord, type ForecastRow } from '@dqs/core';

import { fixed } from './numbers.js';
import { textTable } from './table.js';

/** Formats of forecasts. */
export type ForecastFormat = 'table' | 'csv' | 'json' | 'jsonl';

/** Forecasts in a format; the naive forecast stands beside the model's in each. */
export function forecastsText(rows: readonly ForecastRow[], format: ForecastFormat): string {
  if (format === 'table') return forecastTable(rows);
  if (format === 'json') return `${JSON.stringify(rows.map(forecastRecord), null, 2)}\n`;
  if (format === 'jsonl') return rows.map((row) => `${JSON.stringify(forecastRecord(row))}\n`).join('');
  const csv = new CsvWriter({ keepBlanks: true });
  const header = csv.record(FORECAST_COLUMNS.map(({ name }) => name));
  return header + rows.map((row) => csv.record(forecastFields(row))).join('');
}

function forecastTable(rows: readonly ForecastRow[]): string {
  if (rows.length === 0) return 'no series to forecast\n';
  const right = (title: string) => ({ title, align: 'right' as const });
  const hasTenants = rows.some(({ tenantId }) => tenantId !== rows[0]!.tenantId);
  const columns = [
    ...(hasTenants ? [{ title: 'tenant' }] : []),
    { title: 'dataset' },
    { title: 'name' },
    { title: 'rule' },
    right('predicted %'),
    right('expected %'),
    right('naive %'),
    { title: 'flags' },
  ];
  const body = rows.map((row) => [
    ...(hasTenants ? [row.tenantId] : []),
    row.datasetUuid,
    row.datasetName,
    row.ruleCode,
    fixed(row.predictedPassPercentage),
    fixed(row.expectedPassPercentage),
    row.naivePassPercentage === null ? '-' : fixed(row.naivePassPercentage),
    row.flags.join(' '),
  ]);
  const { businessDate, asOfDate } = rows[0]!;
  return (
    `Forecast for ${businessDate} from results up to ${asOfDate}; naive: median of the last 7 observed days\n\n` +
    textTable(columns, body)
  );
}
