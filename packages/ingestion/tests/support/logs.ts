import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CsvWriter, PanelBuilder, parseDay, type DailyPanel } from '@dqs/core';

import { parseOutcome } from '../../src/rows/outcome.js';

export const COLUMNS = [
  'source',
  'tenant_id',
  'dataset_uuid',
  'dataset_name',
  'business_date',
  'dataset_record_count',
  'rule_code',
  'level_of_execution',
  'attribute_name',
  'results',
  'context_id',
  'filtered_record_count',
] as const;

export type LogRow = Record<(typeof COLUMNS)[number], string>;

/** A usable row; `over` sets the fields that matter to a test. */
export function logRow(over: Partial<LogRow> = {}): LogRow {
  return {
    source: 'shop',
    tenant_id: 'eu',
    dataset_uuid: 'd-1',
    dataset_name: 'Orders',
    business_date: '2026-03-01',
    dataset_record_count: '1200',
    rule_code: '101',
    level_of_execution: 'DATASET',
    attribute_name: '',
    results: '{"result": "Pass"}',
    context_id: 'c-1',
    filtered_record_count: '1100',
    ...over,
  };
}

/** Rows that differ in everything that is counted; the n-th is always the same. */
export function manyRows(count: number): LogRow[] {
  const results = ['{"result": "Pass"}', '{"result": "FAILED", "why": "a, b"}', '{"status": "success"}'];
  return Array.from({ length: count }, (_, n) =>
    logRow({
      dataset_uuid: `d-${n % 7}`,
      dataset_name: ['Orders', 'Ünïted, "quoted"', 'two\nlines', '发注 🧾'][n % 4]!,
      business_date: `2026-0${1 + (n % 9)}-1${n % 10}${n % 5 === 0 ? 'T08:30:00Z' : ''}`,
      rule_code: ['101', '101.0', '007', 'R001'][n % 4]!,
      level_of_execution: ['DATASET', 'ATTRIBUTE', ''][n % 3]!,
      attribute_name: n % 3 === 1 ? `col ${n % 5}` : '',
      results: n % 40 === 39 ? 'no JSON' : results[(n * 7) % 3]!,
      dataset_record_count: n % 11 === 0 ? '' : n % 13 === 0 ? 'many' : String(1000 + (n % 17) / 2),
      filtered_record_count: n % 6 === 0 ? '' : String(n % 19),
    }),
  );
}

export function toDelimited(rows: readonly LogRow[], delimiter = ',', eol = '\n'): string {
  const csv = new CsvWriter({ delimiter });
  const records = [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))];
  return records.map((record) => csv.fields(record) + eol).join('');
}

export function toJsonLines(rows: readonly LogRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The panel of usable rows by core's row-by-row builder: an implementation independent of both readers. */
export function expectedPanel(rows: readonly LogRow[]): DailyPanel {
  const builder = new PanelBuilder();
  const count = (text: string) => (text === '' || Number.isNaN(Number(text)) ? Number.NaN : Number(text));
  for (const row of rows) {
    builder.addResult({
      key: {
        source: row.source,
        tenantId: row.tenant_id,
        datasetUuid: row.dataset_uuid,
        datasetName: row.dataset_name,
        ruleCode: row.rule_code.replace(/\.0$/, ''),
      },
      day: parseDay(row.business_date)!,
      outcome: parseOutcome(row.results),
      level: row.level_of_execution,
      attribute: row.attribute_name,
      recordCount: count(row.dataset_record_count),
      filteredCount: count(row.filtered_record_count),
    });
  }
  return builder.build();
}

/** A folder that is removed after the tests of a file. */
export function testFolder(): (...parts: string[]) => string {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-ingestion-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (...parts) => join(folder, ...parts);
}

/** Deterministic order unrelated to the given one. */
export function shuffled<T>(values: readonly T[], seed: number): T[] {
  const keyed = values.map((value, i) => ({ value, key: Math.sin(seed * 1000 + i * 7919) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
}
