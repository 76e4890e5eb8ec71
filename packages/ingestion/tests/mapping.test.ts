import { readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { CsvWriter, parseDay, type DailyPanel } from '@dqs/core';

import { readPanel, readPanelFromStream, type ReadOptions, type ReaderChoice, type RejectedRow } from '../src/index.js';
import { DuckDbSession, sqlText } from '../src/duckdb/session.js';
import { datasetUuidOf } from '../src/rows/dataset-uuid.js';
import { expectedPanel, logRow, manyRows, testFolder, type LogRow } from './support/logs.js';

const at = testFolder();
const READERS: readonly ReaderChoice[] = ['native', 'duckdb', 'stream', 'auto'];

/** A log under other names: fields by name, in the order of the first row. */
type Fields = Readonly<Record<string, string>>;

function csvOf(rows: readonly Fields[], delimiter: string): string {
  const csv = new CsvWriter({ delimiter });
  return [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))]
    .map((one) => `${csv.fields(one)}\n`)
    .join('');
}

const jsonOf = (rows: readonly Fields[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

async function writeParquet(name: string, rows: readonly Fields[]): Promise<string> {
  writeFileSync(at(`${name}.source.jsonl`), jsonOf(rows));
  const session = await DuckDbSession.open({ memoryLimitMb: 200 });
  const columns = Object.keys(rows[0]!).map((column) => `"${column}": 'VARCHAR'`);
  const json = `read_json(${sqlText(at(`${name}.source.jsonl`))}, format = 'newline_delimited', columns = {${columns.join(', ')}})`;
  await session.run(`COPY (FROM ${json}) TO ${sqlText(at(`${name}.parquet`))} (FORMAT parquet)`);
  await session.close();
  return at(`${name}.parquet`);
}

const put = (name: string, content: string | Buffer) => {
  writeFileSync(at(name), content);
  return at(name);
};

const WAYS: Readonly<Record<string, (name: string, rows: readonly Fields[]) => Promise<string>>> = {
  CSV: async (name, rows) => put(`${name}.csv`, csvOf(rows, ',')),
  'CSV with semicolons': async (name, rows) => put(`${name}.semicolon.csv`, csvOf(rows, ';')),
  'gzipped CSV with bars': async (name, rows) => put(`${name}.bars.csv.gz`, gzipSync(csvOf(rows, '|'))),
  'JSON lines': async (name, rows) => put(`${name}.jsonl`, jsonOf(rows)),
  Parquet: writeParquet,
};

/** What each of some own ways to write a log is read with, and what the same log is under the usual names. */
interface Case {
  readonly own: (row: LogRow, n: number) => Fields;
  readonly usual?: (row: LogRow, n: number) => Partial<LogRow>;
  readonly options: ReadOptions;
  readonly notes?: readonly string[];
}

const keyOf = ({ source, tenant_id, dataset_uuid, dataset_name }: LogRow) => ({
  source,
  tenant_id,
  dataset_uuid,
  dataset_name,
});
const [year, month, day] = [0, 5, 8].map((from, i) => (date: string) => date.slice(from, from + [4, 2, 2][i]!));
const dateOf = (row: LogRow) => row.business_date.slice(0, 10);
/** An instant of a row: late in the evening UTC, the next day in Berlin. */
const evening = (row: LogRow) => Date.parse(`${dateOf(row)}T23:30:00Z`);
const nextDay = (row: LogRow) => new Date(evening(row) + 7_200_000).toISOString().slice(0, 10);
const bare = { attribute_name: '', level_of_execution: '', dataset_record_count: '', filtered_record_count: '' };
const lean = (row: LogRow, over: Fields) => ({
  ...keyOf(row),
  rule_code: row.rule_code,
  results: row.results,
  ...over,
});

const CASES: Readonly<Record<string, Case>> = {
  'other names, with constants': {
    own: (row) => ({
      'check name': row.rule_code,
      outcome: row.results,
      tbl: row.dataset_name,
      id: row.dataset_uuid,
      'run.at': row.business_date,
      col: row.attribute_name,
      level: row.level_of_execution,
      n: row.dataset_record_count,
      m: row.filtered_record_count,
    }),
    usual: () => ({ source: 'pg', tenant_id: 'o\'brien, "x"' }),
    options: {
      map: {
        ...{
          rule_code: 'check name',
          results: 'outcome',
          dataset_name: 'tbl',
          dataset_uuid: 'id',
          business_date: 'run.at',
        },
        ...{
          attribute_name: 'col',
          level_of_execution: 'level',
          dataset_record_count: 'n',
          filtered_record_count: 'm',
        },
      },
      set: { source: 'pg', tenant_id: 'o\'brien, "x"' },
    },
  },
  'case, blanks and dashes': {
    own: (row) => ({
      SOURCE: row.source,
      'Tenant ID': row.tenant_id,
      'dataset-uuid': row.dataset_uuid,
      'DATASET-Name': row.dataset_name,
      ...{ business_date: row.business_date, 'Rule Code': row.rule_code, Results: row.results },
    }),
    usual: () => bare,
    options: {},
    notes: ['the column "Rule Code" is read as rule_code'],
  },
  'no source, tenant and uuid': {
    own: ({ dataset_name, business_date, rule_code, results }) => ({ dataset_name, business_date, rule_code, results }),
    usual: ({ dataset_name }) => ({
      ...bare,
      source: 'default',
      tenant_id: 'default',
      dataset_uuid: datasetUuidOf('default', dataset_name),
    }),
    options: {},
    notes: [
      'there is no column source: it is "default" in every row',
      'there is no column tenant_id: it is "default" in every row',
      'there is no column dataset_uuid: it is derived from source and dataset_name (uuid v5)',
    ],
  },
  'a constant that hides a column, and counts of every row': {
    own: (row) => ({ ...row, level_of_execution: 'x' }),
    usual: () => ({ source: 'dwh', dataset_record_count: '7', level_of_execution: 'ROW' }),
    options: { set: { source: 'dwh', dataset_record_count: '7', level_of_execution: 'ROW' } },
    notes: ['the column source is not read: it is "dwh" in every row'],
  },
  'one column for two': {
    own: (row) => lean(row, { business_date: row.business_date }),
    usual: (row) => ({ ...bare, attribute_name: row.rule_code, tenant_id: row.source }),
    options: { map: { attribute_name: 'rule_code', rule_code: 'rule_code', tenant_id: 'source', source: 'source' } },
  },
  'bare words of its own': {
    own: (row, n) => ({ ...row, results: ['OK', ' Bestanden', 'ko', 'FAIL', '{"status": "ok"}', 'PASSED'][n % 6]! }),
    usual: (_, n) => ({ results: ['pass', 'pass', 'fail', 'fail', 'pass', 'pass'][n % 6]! }),
    options: { outcomes: { pass: ['ok', 'BESTANDEN'], fail: ['KO'] } },
  },
  'words that mean the opposite': {
    own: (row, n) => ({ ...row, results: String(n % 2) }),
    usual: (_, n) => ({ results: n % 2 === 1 ? 'fail' : 'pass' }),
    options: { outcomes: { pass: ['0'], fail: ['1'] } },
  },
  'dates without dashes': {
    own: (row) => ({ ...row, business_date: dateOf(row).replaceAll('-', '') }),
    options: { dateFormat: 'yyyyMMdd' },
  },
  'dates with points, the day first, and a time': {
    own: (row, n) => {
      const date = dateOf(row);
      return { ...row, business_date: `${day!(date)}.${month!(date)}.${year!(date)}${n % 2 ? ' 10:15' : ''}` };
    },
    options: { dateFormat: 'dd.MM.yyyy' },
  },
  'seconds since 1970, in Berlin': {
    own: (row) => ({ ...row, business_date: String(evening(row) / 1000) }),
    usual: (row) => ({ business_date: nextDay(row) }),
    options: { dateFormat: 'epoch-s', timezone: 'Europe/Berlin' },
  },
  'milliseconds since 1970': {
    own: (row) => ({ ...row, business_date: String(evening(row)) }),
    options: { dateFormat: 'epoch-ms' },
  },
  'timestamps with an offset, in Berlin': {
    own: (row, n) => ({
      ...row,
      business_date: `${dateOf(row)}${['T23:30:00Z', ' 23:30:00.123456+00', ' 10:00', ''][n % 4]}`,
    }),
    usual: (row, n) => ({ business_date: n % 4 < 2 ? nextDay(row) : dateOf(row) }),
    options: { timezone: 'Europe/Berlin' },
  },
};

const rows = manyRows(240);

describe.each(Object.entries(CASES))('%s', (title, { own, usual = () => ({}), options, notes = [] }) => {
  const whole = expectedPanel(rows.map((row, n) => ({ ...row, ...usual(row, n) })));
  const written = rows.map(own);

  describe.each(Object.entries(WAYS))('as %s', (way, write) => {
    let path: string;
    beforeAll(async () => (path = await write(title.replace(/\W/g, '-'), written)));

    it.each(READERS)('are understood by %s', async (reader) => {
      const { panel, report } = await readPanel([path], { ...options, reader, maxUnreadableRatio: 1 });
      expect(panel).toEqual(whole);
      expect(report).toMatchObject({ rows: 240, rowsUsed: 240 });
      expect(report.notes ?? []).toEqual(expect.arrayContaining([...notes]));
      if (way.includes('semicolons')) expect(report.notes).toContain('columns are separated by a semicolon');
    });
  });

  it.each(['CSV', 'JSON lines'] as const)('are understood in a stream of %s', async (way) => {
    const text = way === 'CSV' ? csvOf(written, ';') : jsonOf(written);
    const chunks = Array.from({ length: Math.ceil(text.length / 700) }, (_, i) => text.slice(i * 700, (i + 1) * 700));
    const stream = Readable.from([Buffer.from(chunks.join(''))]);
    expect((await readPanelFromStream(stream, { ...options, maxUnreadableRatio: 1 })).panel).toEqual(whole);
  });
});

describe('rows that stand for several executions', () => {
  const counted = (counts: readonly string[]) =>
    rows.map((row, n) => ({ ...row, row_count: counts[n % counts.length]! }));
  const repeated = rows.flatMap((row, n) => Array.from({ length: [1, 3, 25][n % 3]! }, () => row));
  const whole: DailyPanel = expectedPanel(repeated);

  describe.each(Object.entries(WAYS))('in %s', (_, write) => {
    it.each(READERS)('are counted as often as row_count says by %s, an empty one once', async (reader) => {
      const path = await write('counted', counted(['', '3', '25']));
      const { panel, report } = await readPanel([path], { reader, maxUnreadableRatio: 1 });
      expect(panel).toEqual(whole);
      const { passed, failed, neither } = report;
      expect(report).toMatchObject({ rows: repeated.length, rowsUsed: repeated.length });
      expect(passed + failed + neither).toBe(repeated.length);
      expect(report.neitherTexts[0]!.rows).toBe(repeated.filter(({ results }) => results === 'no JSON').length);
    });

    it.each(READERS)('go to the rejects whole where it is no whole number from 1, read by %s', async (reader) => {
      const bad = ['0', '-1', '1.5', 'many', '2147483648', '1e3', 'NaN', '٣'];
      const path = await write('bad-counts', [
        ...counted(['', '3', '25']),
        ...bad.map((row_count) => ({ ...logRow(), row_count })),
        { ...logRow({ business_date: 'never' }), row_count: '9' },
      ]);
      const rejectsFile = at('rejects.jsonl');
      const { panel, report } = await readPanel([path], { reader, rejectsFile, maxUnreadableRatio: 1 });
      expect(panel).toEqual(whole);
      expect(report.rejected).toEqual({ 'row-count-invalid': bad.length, 'business-date-invalid': 9 });
      expect(report.rows).toBe(repeated.length + bad.length + 9);
      const rejects = readFileSync(rejectsFile, 'utf8').trim().split('\n');
      expect((JSON.parse(rejects[0]!) as RejectedRow).record).toBe(241);
    });
  });

  it.each(READERS)('may be so many that a panel cannot hold them, which is an error, read by %s', async (reader) => {
    const many = [1, 2].map((n) => ({ ...logRow({ business_date: `2026-03-0${n}` }), row_count: '2147483647' }));
    await expect(readPanel([put('many.csv', csvOf(many, ','))], { reader })).rejects.toMatchObject({
      code: 'panel-invalid',
    });
    const same = [1, 2].map(() => ({ ...logRow({ level_of_execution: '' }), row_count: '2147483647' }));
    await expect(readPanel([put('same.csv', csvOf(same, ','))], { reader })).rejects.toMatchObject({
      code: 'panel-invalid',
    });
  });
});

describe('a derived dataset_uuid', () => {
  it('is a uuid v5 that differs by source and by name', () => {
    const uuid = datasetUuidOf('pg', 'orders');
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    // uuid.uuid5 of Python gives the same of this namespace and the text ["pg","orders"].
    expect(uuid).toBe('e545563a-0df4-51e8-9ea4-745e4b2835ef');
    expect(new Set([uuid, datasetUuidOf('pg', 'Orders'), datasetUuidOf('pgo', 'rders')]).size).toBe(3);
  });

  it.each(READERS)('rejects rows without a name, read by %s', async (reader) => {
    const written = [...rows.slice(0, 40), logRow({ dataset_name: ' ' })].map(
      ({ source, tenant_id, dataset_name, business_date, rule_code, results }) => ({
        ...{ source, tenant_id, dataset_name, business_date, rule_code, results },
      }),
    );
    const { report } = await readPanel([put('nameless.csv', csvOf(written, ','))], { reader, maxUnreadableRatio: 1 });
    expect(report.rejected).toEqual({ 'dataset-name-missing': 1 });
  });

  it('cannot be decided late: a JSON line that has one after a thousand without is an error, and --map takes it', async () => {
    const { dataset_uuid, ...without } = logRow();
    const text = jsonOf([...Array.from({ length: 1000 }, () => without), { ...without, dataset_uuid }]);
    const path = put('late.jsonl', text);
    await expect(readPanel([path])).rejects.toMatchObject({
      code: 'input-unreadable',
      message: expect.stringContaining('--map dataset_uuid=dataset_uuid') as string,
    });
    const options: ReadOptions = { map: { dataset_uuid: 'dataset_uuid' }, maxRejectRatio: 1 };
    expect((await readPanel([path], options)).report.rejected).toEqual({ 'dataset-uuid-missing': 1000 });
    const early = put('early.jsonl', text.split('\n').reverse().join('\n').trim());
    expect((await readPanel([early], { maxRejectRatio: 1 })).report.rejected).toEqual({ 'dataset-uuid-missing': 1000 });
  });
});

it.each(READERS)(
  'dates of another form are answered with the format that they are probably of, read by %s',
  async (reader) => {
    const other = rows.map((row) => ({ ...row, business_date: dateOf(row).replaceAll('-', '') }));
    await expect(readPanel([put('plain-dates.csv', csvOf(other, ','))], { reader })).rejects.toMatchObject({
      code: 'input-too-many-rejects',
      message: expect.stringContaining('are understood with --date-format yyyyMMdd') as string,
    });
  },
);

describe('columns that cannot be told', () => {
  it.each(READERS)('are named with the option that helps, read by %s', async (reader) => {
    const own = [{ check_name: '1', table_name: 'orders', status: 'PASSED', run_at: '2026-03-01 10:00:00' }];
    await expect(readPanel([put('own.csv', csvOf(own, ';'))], { reader })).rejects.toMatchObject({
      code: 'input-column-missing',
      message: expect.stringMatching(
        /--map dataset_name=table_name.*--map business_date=run_at.*--map rule_code=check_name.*--map results=status/s,
      ) as string,
    });
  });

  it.each(READERS)('are refused where two names are forgiven alike, read by %s', async (reader) => {
    const { rule_code, ...row } = logRow();
    const path = put('alike.csv', csvOf([{ ...row, 'Rule Code': rule_code, 'rule-code': rule_code }], ','));
    await expect(readPanel([path], { reader })).rejects.toMatchObject({
      code: 'input-unreadable',
      message: expect.stringContaining('"Rule Code" and "rule-code"') as string,
    });
    const { panel } = await readPanel([path], { reader, map: { rule_code: 'rule-code' } });
    expect(panel.keys[0]!.ruleCode).toBe('101');
  });

  it('are refused where a mapping names one that is not there, and hostile names are texts like any other', async () => {
    const path = put('hostile.csv', csvOf([{ ...logRow(), constructor: 'x', proto: 'y' }], ','));
    for (const name of ['absent', 'toString', '__proto__']) {
      await expect(readPanel([path], { map: { rule_code: name } })).rejects.toMatchObject({
        code: 'input-column-missing',
      });
    }
    const { panel } = await readPanel([path], { map: { rule_code: 'constructor' } });
    expect(panel.keys[0]!.ruleCode).toBe('x');
  });
});

it('all wrong options of a mapping are named at once', async () => {
  const options = {
    map: { rule: 'x', results: '' },
    set: { source: 'a\0b', constructor: 'x' },
    ...{ dateFormat: 'yyyy', timezone: 'Berlin', outcomes: { pass: ['x'], fail: ['X'], maybe: ['y'] } },
  } as unknown as ReadOptions;
  const failure = await readPanel(['x.csv'], options).catch((error: unknown) => error);
  const { problems } = (failure as { details: { problems: string[] } }).details;
  expect(problems).toHaveLength(7);
  expect(problems.join('\n')).toMatch(
    /rule\n.*results.*\n.*source.*\n.*constructor\n.*dateFormat.*\n.*Berlin.*\n.*maybe/,
  );
  expect(parseDay('2026-03-01')).toBeDefined();
});
