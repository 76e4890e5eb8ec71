import { CsvWriter, DqsError } from '@dqs/core';

import type { RowTexts } from './garbage.js';
import type { SyntheticSeries } from './series.js';

/** Writes rows of one file format. */
export interface RowFormat {
  /** Text before the first row. */
  readonly header: string;
  /** One row with its line end. */
  row(series: SyntheticSeries, texts: RowTexts, contextId: string): string;
}

const COLUMNS = [
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
];
const SOURCE = 'SYNTHETIC';
const TENANT = 'DEMO';

const csv = new CsvWriter();

const CSV: RowFormat = {
  header: csv.record(COLUMNS),
  row({ dataset, level, attribute }, { dataset: uuid, date, rule, results }, contextId) {
    const { name, records } = dataset;
    return csv.record([
      ...[SOURCE, TENANT, uuid, name, date, records, rule, level, attribute, results, contextId, records],
    ]);
  },
};

const JSON_LINES: RowFormat = {
  header: '',
  row({ dataset, level, attribute }, { dataset: uuid, date, rule, results }, contextId) {
    const fields = {
      source: SOURCE,
      tenant_id: TENANT,
      dataset_uuid: uuid,
      dataset_name: dataset.name,
      business_date: date,
      dataset_record_count: dataset.records,
      rule_code: rule,
      level_of_execution: level,
      attribute_name: attribute,
      results,
      context_id: contextId,
      filtered_record_count: dataset.records,
    };
    return `${JSON.stringify(fields)}\n`;
  },
};

/** A file format with its compression, chosen by the extension of a path. */
export interface FileFormat {
  readonly rows: RowFormat;
  readonly isGzip: boolean;
}

/**
 * The format for a path: `.csv`, `.csv.gz`, `.jsonl`, `.jsonl.gz`, `.ndjson`.
 *
 * @throws DqsError `invalid-argument` for any other extension.
 */
export function fileFormat(path: string): FileFormat {
  const isGzip = path.endsWith('.gz');
  const plain = isGzip ? path.slice(0, -3) : path;
  if (plain.endsWith('.csv')) return { rows: CSV, isGzip };
  if (/\.(jsonl|ndjson)$/.test(plain)) return { rows: JSON_LINES, isGzip };
  throw new DqsError('invalid-argument', `expected --out to end in .csv, .csv.gz, .jsonl or .jsonl.gz, got "${path}"`);
}
