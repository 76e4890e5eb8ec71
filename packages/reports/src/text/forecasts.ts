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

/** A column of the table. */
interface TableColumn {
  readonly title: string;
  readonly align?: 'right';
  readonly text: (row: ForecastRow) => string;
}

function forecastTable(rows: readonly ForecastRow[]): string {
  if (rows.length === 0) return 'no series to forecast\n';
  const columns = columnsOf(rows);
  const body = rows.map((row) => columns.map(({ text }) => text(row)));
  return `${headline(rows)}\n\n${textTable(columns, body)}`;
}

/** What differs between rows is a column; what does not stands above. */
function columnsOf(rows: readonly ForecastRow[]): TableColumn[] {
  const right = (title: string, text: TableColumn['text']): TableColumn => ({ title, align: 'right', text });
  return [
    ...(differs(rows, 'tenantId') ? [{ title: 'tenant', text: (row: ForecastRow) => row.tenantId }] : []),
    { title: 'dataset', text: (row) => row.datasetUuid },
    { title: 'name', text: (row) => row.datasetName },
    { title: 'rule', text: (row) => row.ruleCode },
    ...(differs(rows, 'businessDate') ? [{ title: 'date', text: (row: ForecastRow) => row.businessDate }] : []),
    right('predicted %', (row) => fixed(row.predictedPassPercentage)),
    right('expected %', (row) => fixed(row.expectedPassPercentage)),
    right('80 % range', (row) => `${fixed(row.lower80)} to ${fixed(row.upper80)}`),
    ...(differs(rows, 'targetPercentage') ? [right('target %', (row) => String(row.targetPercentage))] : []),
    right('below target %', (row) => fixed(100 * row.pBelowTarget)),
    right('naive %', (row) => (row.naivePassPercentage === null ? '-' : fixed(row.naivePassPercentage))),
    { title: 'flags', text: (row) => row.flags.join(' ') },
  ];
}

function differs(rows: readonly ForecastRow[], key: 'tenantId' | 'businessDate' | 'targetPercentage'): boolean {
  return rows.some((row) => row[key] !== rows[0]![key]);
}

function headline(rows: readonly ForecastRow[]): string {
  const { asOfDate, targetPercentage } = rows[0]!;
  const dates = rows.map(({ businessDate }) => businessDate).sort();
  const days = dates[0] === dates.at(-1) ? dates[0]! : `${dates[0]!} to ${dates.at(-1)!}`;
  const target = differs(rows, 'targetPercentage') ? '' : `; target: ${targetPercentage} %`;
  return `Forecast for ${days} from results up to ${asOfDate}${target}; naive: median of the last 7 observed days`;
}
