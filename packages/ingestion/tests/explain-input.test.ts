import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { explainInput, readPanel, writeParquet, type InputExplanation, type ReadOptions } from '../src/index.js';
import { logRow, manyRows, testFolder, toDelimited, toJsonLines } from './support/logs.js';

const at = testFolder();
const put = (name: string, content: string | Buffer) => {
  writeFileSync(at(name), content);
  return at(name);
};

/** By column: where it comes from, and how. */
const columnsOf = ({ columns }: InputExplanation) =>
  Object.fromEntries(columns.map(({ column, from, how }) => [column, [from, how]]));

const OWN = ['check_name', 'table_name', 'status', 'run_at', 'team'];
const ownRows = Array.from({ length: 30 }, (_, n) => [
  `check ${n % 3}`,
  'orders',
  n % 5 ? 'PASSED' : 'FAILED',
  `2026030${1 + (n % 9)}`,
  'x',
]);
const text = (delimiter: string) => [OWN, ...ownRows].map((row) => `${row.join(delimiter)}\n`).join('');

async function writeOwnParquet(): Promise<string> {
  const columns = OWN.map((name, i) => ({ name, type: 'text' as const, values: ownRows.map((row) => row[i]!) }));
  await writeParquet(at('own.parquet'), columns);
  return at('own.parquet');
}

describe.each<[string, () => string | Promise<string>, string]>([
  ['CSV with semicolons', () => put('own.csv', text(';')), 'csv'],
  ['gzipped CSV with bars', () => put('own.csv.gz', gzipSync(text('|'))), 'csv'],
  ['TSV', () => put('own.tsv', text('\t')), 'tsv'],
  [
    'JSON lines',
    () =>
      put(
        'own.jsonl',
        ownRows
          .map((row) => `${JSON.stringify(Object.fromEntries(row.map((value, i) => [OWN[i], value])))}\n`)
          .join(''),
      ),
    'jsonl',
  ],
  ['Parquet', writeOwnParquet, 'parquet'],
])('%s under own names', (_, write, format) => {
  it('are explained by guesses, and the mapping to paste reads them', async () => {
    const path = await write();
    const explained = await explainInput(path);
    expect(explained).toMatchObject({ path, format, unused: ['team'] });
    expect(columnsOf(explained)).toMatchObject({
      rule_code: ['check_name', 'guessed'],
      dataset_name: ['table_name', 'guessed'],
      business_date: ['run_at', 'guessed'],
      results: ['status', 'guessed'],
      source: [null, 'default'],
      dataset_uuid: [null, 'derived'],
      row_count: [null, 'absent'],
    });
    expect(explained.rows).toHaveLength(10);
    expect(explained.rows[5]).toMatchObject({
      record: 6,
      dataset_name: 'orders',
      rule_code: 'check 2',
      business_date: '2026-03-06',
      outcome: 'fail',
      row_count: 1,
    });
    expect(explained.mapping.dateFormat).toBe('yyyyMMdd');
    const { report } = await readPanel([path], explained.mapping as ReadOptions);
    expect(report).toMatchObject({ rows: 30, rowsUsed: 30, failed: 6 });
  });
});

it('a log under the usual names needs no mapping', async () => {
  for (const path of [put('usual.csv', toDelimited(manyRows(20))), put('usual.jsonl', toJsonLines(manyRows(20)))]) {
    const explained = await explainInput(path);
    expect(new Set(explained.columns.map(({ how }) => how))).toEqual(new Set(['name', 'absent']));
    expect(explained.mapping.map).toBeUndefined();
    expect(explained.unused).toEqual(['context_id']);
  }
});

it('rows are shown as they would be rejected, and why', async () => {
  const rows = [
    { business_date: '2026-03-01' },
    { business_date: 'never' },
    { dataset_uuid: '' },
    { rule_code: ' ' },
  ].map(logRow);
  const { rows: shown } = await explainInput(put('bad.csv', `${toDelimited(rows)}too,few\n`));
  expect(shown.map(({ rejected }) => rejected ?? '')).toEqual([
    '',
    expect.stringContaining('business_date'),
    'dataset_uuid is empty',
    'rule_code is empty',
    expect.stringContaining('number of fields'),
  ]);
});

it('what is missing and cannot be guessed is said, and nothing is read', async () => {
  const { columns, rows, notes } = await explainInput(put('foreign.csv', 'alpha,beta\n1,2\n'));
  expect(columns.filter(({ how }) => how === 'missing').map(({ column }) => column)).toEqual([
    'dataset_name',
    'business_date',
    'rule_code',
    'results',
  ]);
  expect(rows).toEqual([]);
  expect(notes[0]).toContain('--map dataset_name=<its name>');
});

it.each(['', '\n\n', '{', '\uFEFF', '"never closed', '\0\0\0', ';;;;\n;;;;\n', '{}\n[]\nnull\n'])(
  '%j is explained without a crash',
  async (content) => {
    for (const name of ['odd.csv', 'odd.jsonl']) {
      const explained = await explainInput(put(name, content));
      expect(explained.columns).toHaveLength(12);
    }
  },
);
