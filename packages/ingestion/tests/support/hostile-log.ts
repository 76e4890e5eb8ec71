import { Random } from '@dqs/core';

import { logRow, type LogRow } from './logs.js';

/** A row of a table, null where it holds none. */
export type TableRow = Readonly<Record<keyof LogRow, string | null>>;

const TEXTS = [
  ...[
    'Orders',
    "O'Brien; DROP TABLE x; --",
    'semi;colon',
    'co,mma',
    '"quoted"',
    '\\N',
    '\\.',
    '{{ jinja }}',
    'NULL',
    '',
  ],
  ...[
    'two\nlines',
    'car\rriage',
    'tab\t',
    '\u0001\u0008control',
    'Ünïted 发注 🧾',
    'e\u0301',
    '\u00e9',
    ' padded ',
    '\uFEFFbom',
  ],
];
const DATES = [
  ...['2026-03-01', '2026-03-01T10:00:00Z', '2026-03-02 23:59', ' 2026-03-03', '2026-03-04\t', '2026-03-05 '],
  ...['2026-02-30', '20260301', '2026-03-0111', '2026-03-01X', '', 'never', '２０２６-03-01', '2026-03-06Tx'],
];
const RESULTS = [
  ...[
    '{"result": "Pass"}',
    '{"result":"FAIL"}',
    '{"result": "Pass",}',
    '{"result": "Pa',
    '"PASSED"',
    'failed',
    'null',
    '1',
  ],
  ...[
    '{"status": "success", "why": "it\'s \\"ok\\""}',
    '[]',
    '',
    'OK',
    '{"result": {"deep": [1]}}',
    '{"result":"\\u0070ass"}',
  ],
];

/** A log with everything that has ever been read wrongly: quotes, control characters, malformed JSON, nulls. */
export function hostileLog(count: number): TableRow[] {
  const random = new Random(7);
  const one = <T>(values: readonly T[]): T => values[random.integer(values.length)]!;
  const orNull = (text: string) => (random.integer(12) === 0 ? null : text);
  return Array.from({ length: count }, () => ({
    ...logRow(),
    source: orNull(one(TEXTS)),
    tenant_id: orNull(one(['eu', 'us', ''])),
    dataset_uuid: orNull(one(['d-1', 'd-2', "d'3", '', 'D-1'])),
    dataset_name: orNull(one(TEXTS)),
    business_date: orNull(one(DATES)),
    rule_code: orNull(one(['101', '101.0', '007', ' R001 ', ''])),
    level_of_execution: orNull(one(['DATASET', 'ATTRIBUTE', ''])),
    attribute_name: orNull(one(TEXTS)),
    results: orNull(one(RESULTS)),
    dataset_record_count: orNull(one(['9', '100', '1e3', 'many', '', '-4', '0099'])),
    filtered_record_count: orNull(one(['5', '50', '', '7.5'])),
    context_id: null,
  }));
}

/** The rows as JSON lines, null where a field is none. */
export function linesOf(rows: readonly TableRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
