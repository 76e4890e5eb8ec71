import { readFileSync, writeFileSync } from 'node:fs';

import { parseDay } from '@dqs/core';

import {
  countingSql,
  readPanel,
  savePanel,
  SQL_DIALECTS,
  type CountingSqlOptions,
  type ReadOptions,
} from '../src/index.js';
import { DuckDbSession, sqlText } from '../src/duckdb/session.js';
import { hostileLog, linesOf, type TableRow } from './support/hostile-log.js';
import { COLUMNS, testFolder } from './support/logs.js';
import { copyInto, postgresPrograms, startPostgres, type Postgres } from './support/postgres.js';

const at = testFolder();
const LENIENT = { maxRejectRatio: 1, maxUnreadableRatio: 1 } as const;
const log = hostileLog(20_000);
const bin = postgresPrograms();

/** Bytes of the panel that inputs give. */
async function panelBytes(path: string, options: ReadOptions = {}): Promise<Buffer> {
  const { panel } = await readPanel([path], { ...LENIENT, ...options });
  await savePanel(at('panel.parquet'), panel);
  return readFileSync(at('panel.parquet'));
}

/** Rows with other names of columns. */
const renamed = (rows: readonly TableRow[], names: Readonly<Record<string, string>>) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [names[name] ?? name, value])));

/** Ways to count a log, with the way to read the log itself to the same panel. */
const CASES: Readonly<Record<string, [Omit<CountingSqlOptions, 'dialect' | 'table'>, ReadOptions, string]>> = {
  'as it is': [{}, {}, 'log'],
  'under other names, with constants': [
    { map: { rule_code: 'the "rule"', results: 'select' }, set: { source: "p'g\\", tenant_id: '' } },
    { map: { rule_code: 'the "rule"', results: 'select' }, set: { source: "p'g\\", tenant_id: '' } },
    'own',
  ],
  'by another column of outcomes': [
    { outcomeColumn: 'rule_code' },
    { map: { results: 'rule_code', rule_code: 'rule_code' } },
    'log',
  ],
};

const TABLES: Readonly<Record<string, readonly object[]>> = {
  log,
  own: renamed(log, { rule_code: 'the "rule"', results: 'select' }),
};

beforeAll(() => {
  for (const [name, rows] of Object.entries(TABLES)) writeFileSync(at(`${name}.jsonl`), linesOf(rows as TableRow[]));
});

describe.each(Object.entries(CASES))('a hostile log counted %s', (_, [options, reading, table]) => {
  let direct: Buffer;
  beforeAll(async () => (direct = await panelBytes(at(`${table}.jsonl`), reading)));
  // Constants are in the result; what is renamed in the table has the usual name there.
  const fresh = { set: options.set ?? {} };

  it('by DuckDB gives the bytes of the panel that the log gives', async () => {
    const session = await DuckDbSession.open({ memoryLimitMb: 400 });
    const columns = Object.keys(TABLES[table]![0]!).map((name) => `${sqlText(name)}: 'VARCHAR'`);
    const source = `read_json(${sqlText(at(`${table}.jsonl`))}, format = 'newline_delimited', columns = {${columns.join(', ')}})`;
    await session.run(`CREATE TABLE "my ${table}" AS FROM ${source}`);
    const to = at('counted.parquet');
    await session.run(countingSql({ dialect: 'duckdb', table: `main."my ${table}"`, wrap: 'export', to, ...options }));
    await session.close();
    expect((await panelBytes(to, fresh)).equals(direct)).toBe(true);
    const { report } = await readPanel([to], LENIENT);
    expect(report.rows).toBe(log.length);
  });
});

(bin === undefined ? describe.skip : describe)('on PostgreSQL', () => {
  let postgres: Postgres;
  beforeAll(() => {
    postgres = startPostgres(bin!);
    for (const [name, rows] of Object.entries(TABLES)) {
      postgres.run(copyInto(name, rows as Readonly<Record<string, string | null>>[]));
    }
  });
  afterAll(() => postgres?.stop());

  it.each(Object.entries(CASES))(
    'a hostile log counted %s gives the bytes of the panel that the log gives',
    async (_, [options, reading, table]) => {
      const direct = await panelBytes(at(`${table}.jsonl`), reading);
      const text = countingSql({ dialect: 'postgres', table: `public.${table}`, wrap: 'export', ...options });
      writeFileSync(at('counted.csv'), postgres.run(text));
      expect((await panelBytes(at('counted.csv'), { set: options.set ?? {} })).equals(direct)).toBe(true);
    },
  );

  it('days before a date are left out, and a date column is told by an expression', async () => {
    postgres.run(`CREATE TABLE dated AS SELECT source, dataset_name, rule_code, results, DATE '2026-01-01' + i AS day
      FROM (SELECT *, (row_number() OVER ())::int % 60 AS i FROM log LIMIT 600) AS few;
      UPDATE dated SET dataset_name = 'orders', rule_code = '1', source = 'pg'`);
    const text = countingSql({
      ...{ dialect: 'postgres', table: 'dated', wrap: 'export', since: parseDay('2026-02-01')! },
      map: { business_date: 'day' },
      without: [
        'tenant_id',
        'dataset_uuid',
        'level_of_execution',
        'attribute_name',
        'dataset_record_count',
        'filtered_record_count',
      ],
      dateExpression: "to_char(t.day, 'YYYY-MM-DD')",
    });
    writeFileSync(at('dated.csv'), postgres.run(text));
    const { report } = await readPanel([at('dated.csv')], LENIENT);
    expect(report).toMatchObject({ rows: 290, firstDate: '2026-02-01', lastDate: '2026-03-01', keys: 1 });
  });
});

const hasBackticks = (dialect: string) => ['clickhouse', 'bigquery'].includes(dialect);
const dialectEscapes = (dialect: string) => ['clickhouse', 'spark', 'snowflake', 'bigquery'].includes(dialect);

describe.each(SQL_DIALECTS)('the text for %s', (dialect) => {
  const text = (options: Partial<CountingSqlOptions> = {}) => countingSql({ dialect, table: 'dwh.checks', ...options });

  it('is one SELECT without casts, functions of JSON and subqueries, that groups by every column that is not counted', () => {
    const sql = text({ since: parseDay('2026-01-01')! });
    expect(sql.match(/SELECT/g)).toHaveLength(1);
    expect(sql).not.toMatch(/cast|json|::/i);
    expect(sql).toMatch(/COUNT\(\*\) AS .row_count./i);
    const groups = sql.slice(sql.indexOf('GROUP BY')).split(',\n');
    expect(groups).toHaveLength(COLUMNS.length);
  });

  /** Names and texts as the database reads them. */
  const [escaped, doubled] = [String.raw`(?:[^Q\\]|\\.)*`, '(?:[^Q]|QQ)*'];
  const quoted = (quote: string, inside: string) => `${quote}${inside.replaceAll('Q', quote)}${quote}`;
  const literal = quoted("'", dialectEscapes(dialect) ? escaped : doubled);
  const name =
    dialect === 'spark' ? quoted('`', doubled) : hasBackticks(dialect) ? quoted('`', escaped) : quoted('"', doubled);
  const quotes = new RegExp(`${literal}|${name}`, 'gs');

  it('holds no name or text that ends its quotes', () => {
    const evil = `x'"\`\\; DROP TABLE y; --`;
    const sql = text({ map: { rule_code: evil }, set: { source: evil }, table: 'dwh."a""b"' });
    const bare = sql.replace(quotes, 'quoted');
    expect(bare).not.toMatch(/DROP/);
  });
});

it('a model of dbt refers to a model or a source, and Jinja does not read what stands in it', () => {
  const model = countingSql({
    dialect: 'postgres',
    table: 'dwh.checks',
    wrap: 'dbt',
    set: { source: '{{ evil() }} {% x %}' },
  });
  expect(model).toContain("{{ config(materialized='table') }}");
  expect(model).toContain("FROM {{ source('dwh', 'checks') }} AS t");
  expect(model).not.toContain('{{ evil');
  expect(model).toContain("'{{ '{' }}{ evil() }} {{ '{' }}% x %}'");
  expect(countingSql({ dialect: 'spark', table: 'checks', wrap: 'dbt' })).toContain("{{ ref('checks') }}");
});

it('all wrong options are named at once', () => {
  const wrong = {
    ...{
      dialect: 'oracle',
      table: 'a..b',
      without: ['results', 'tenant_id'],
      set: { tenant_id: 'x' },
      map: { rule: 'x' },
    },
    ...{ since: 1, dateFormat: 'dd.MM.yyyy', to: 'x' },
  } as unknown as CountingSqlOptions;
  const failure = (() => {
    try {
      return countingSql(wrong);
    } catch (error) {
      return error as { code: string; details: { problems: string[] } };
    }
  })() as { code: string; details: { problems: string[] } };
  expect(failure.code).toBe('invalid-argument');
  expect(failure.details.problems).toHaveLength(7);
});
