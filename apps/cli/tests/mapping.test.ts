import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { COMMANDS } from '../src/definitions/index.js';
import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING } from './support/fixtures.js';

const folder = scratchFolder();
const at = (name: string) => join(folder, name);
const MAP = 'rule_code=check_name,dataset_name=table_name,business_date=run_at,results=status';
const DAYS = 120;

/** A log as a data engineer's own table has it: semicolons, own names, timestamps, no uuid. */
function checksCsv(): string {
  const lines = ['check_name;table_name;status;run_at'];
  for (let day = 0; day < DAYS; day += 1) {
    const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
    for (const table of ['orders', 'customers']) {
      for (const check of ['not_null', 'unique', 'fresh']) {
        const isBad = (day * 7 + table.length + check.length) % 9 === 0;
        lines.push(`${check};${table};${isBad ? 'FAILED' : 'PASSED'};${date} 0${day % 9}:15:00`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

beforeAll(() => writeFileSync(at('checks.csv'), checksCsv()));

describe('checks.csv with semicolons, own column names, PASSED and FAILED, timestamps and no uuid', () => {
  it('trains in one command, which says what it understood', async () => {
    const args = ['train', '--input', at('checks.csv'), '--map', MAP, '--out', at('model')];
    const text = await expectFine(args);
    expect(text).toContain('720 results: 641 passed, 79 failed, 0 neither');
    expect(text).toContain('note: columns are separated by a semicolon');
    expect(text).toContain(
      'note: there is no column dataset_uuid: it is derived from source and dataset_name (uuid v5)',
    );
    const forecasts = await expectFine(['predict', '--model', at('model'), '--all', '--format', 'csv']);
    expect(forecasts.split('\n').filter((line) => line.includes(',2026-05-01,'))).toHaveLength(6);
  });

  it('is told which options to use where they are missing, which then work as they stand', async () => {
    const args = ['train', '--input', at('checks.csv'), ...QUICK_TRAINING, '--no-gates', '--out', at('told')];
    const run = await dqs(args);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('--map dataset_name=table_name') });
    const together = /Together: --map (\S+)/.exec(run.stderr)![1]!;
    await expectFine([...args, '--map', together]);
  });

  it('is summarised, backtested and ingested alike, by a mapping of the settings file', async () => {
    const map = Object.fromEntries(MAP.split(',').map((pair) => pair.split('='))) as object;
    const mappings = { shop: { map, set: { source: 'pg' }, delimiter: 'semicolon', outcomes: { fail: ['KO'] } } };
    writeFileSync(at('dqs.json'), JSON.stringify({ mappings }));
    writeFileSync(at('rules.json'), '[]');
    const as = ['--input', at('checks.csv'), '--config', at('dqs.json'), '--as', 'shop'];
    await expectFine(['summarize', ...as, '--rules', at('rules.json'), '--out', at('summary')]);
    expect(readFileSync(at('summary/full_summary.csv'), 'utf8')).toMatch(/^pg,default,[0-9a-f-]{36},orders,fresh,/m);
    await expectFine(['backtest', ...as, '--folds', '2', '--rounds', '5']);
    const json = JSON.parse(await expectFine(['ingest', ...as, '--panel', at('p.parquet'), '--json'])) as {
      series: number;
    };
    expect(json.series).toBe(6);
    const flag = await expectFine(['ingest', ...as, '--set', 'source=dwh', '--panel', at('q.parquet')]);
    expect(flag).toContain('6 series');
  });

  it('is refused with an unknown name of a mapping, and the one that was meant', async () => {
    writeFileSync(at('one.json'), JSON.stringify({ mappings: { shop: {} } }));
    const run = await dqs(['ingest', at('checks.csv'), '--panel', at('x'), '--config', at('one.json'), '--as', 'shpo']);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean "shop"?') });
  });
});

describe('dqs ingest --explain', () => {
  it('shows what each column became, ten rows, notes, and a mapping that works as it is pasted', async () => {
    const text = await expectFine(['ingest', '--explain', at('checks.csv')]);
    expect(text).toMatch(/rule_code +check_name +a guess/);
    expect(text.match(/^\d+ +(orders|customers) /gm)).toHaveLength(10);
    expect(text).toContain('note: columns are separated by a semicolon');
    const flags = /^The mapping: (.*)$/m.exec(text)![1]!.split(' ');
    await expectFine(['ingest', at('checks.csv'), '--panel', at('pasted.parquet'), ...flags]);
    const config = /--as own: (.*)$/m.exec(text)![1]!;
    writeFileSync(at('pasted.json'), config);
    const as = ['--config', at('pasted.json'), '--as', 'own'];
    await expectFine(['ingest', at('checks.csv'), '--panel', at('named.parquet'), ...as]);
  });

  it('prints the same as JSON', async () => {
    const json = JSON.parse(await expectFine(['ingest', '--explain', at('checks.csv'), '--json'])) as {
      rows: unknown[];
    };
    expect(json).toMatchObject({
      format: 'csv',
      delimiter: ';',
      flags: expect.stringContaining('--map dataset_name=table_name'),
    });
    expect(json.rows).toHaveLength(10);
  });
});

describe('dqs sql', () => {
  it('prints the text alone, and the same as JSON', async () => {
    const args = ['sql', '--dialect', 'postgres', '--table', 'dwh.checks', '--map', 'rule_code=check_name'];
    const text = await expectFine(args);
    expect(text).toMatch(/^SELECT\n[\s\S]*t\."check_name" AS "rule_code"[\s\S]*FROM "dwh"\."checks" AS t\nGROUP BY\n/);
    expect(JSON.parse(await expectFine([...args, '--json']))).toEqual({ dialect: 'postgres', sql: text });
  });

  it.each([
    [['--dialect', 'oracle', '--table', 'x'], 'expected duckdb, postgres'],
    [['--dialect', 'duckdb'], 'expected --table'],
    [['--dialect', 'duckdb', '--table', 'a..b'], 'expected a table'],
  ])('%j is wrong use', async (args, message) => {
    expect(await dqs(['sql', ...args])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });
});

it('dqs ingest --from tells no password, whatever goes wrong', async () => {
  const url = 'postgres://reader:s3cr3t@127.0.0.1:1/dwh';
  for (const more of [[], ['--verbose'], ['--json']]) {
    const run = await dqs(['ingest', '--from', url, '--table', 'checks', '--panel', at('db.parquet'), ...more]);
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('127.0.0.1:1') });
    expect(run.stderr).not.toContain('s3cr3t');
  }
  expect(await dqs(['ingest', '--from', url, '--panel', at('db.parquet')])).toMatchObject({ code: 2 });
});

it.each([
  [['--map', 'rule=check_name'], 'columns of map out of source'],
  [['--map', 'check_name'], '--map: expected name=text'],
  [['--set', '__proto__=x'], '--set'],
  [['--timezone', 'Mars/Olympus'], 'IANA name'],
  [['--date-format', 'yy-MM-dd'], 'dateFormat one of'],
  [['--outcomes', 'pass=OK,fail=ok'], 'each word to mean one outcome'],
  [['--delimiter', '::'], 'a single ASCII character'],
  [['--format', 'xlsx'], 'format one of csv'],
])('dqs ingest %j is wrong use, and says what was expected', async (args, message) => {
  const run = await dqs(['ingest', at('checks.csv'), '--panel', at('never.parquet'), ...args]);
  expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
});

it('every command that reads logs takes every option of a mapping', () => {
  const reading = [...COMMANDS.values()]
    .flat()
    .filter(({ settings }) => settings.some((name) => name === 'input' || name === 'history'));
  expect(reading.length).toBeGreaterThan(10);
  for (const { settings } of reading) {
    expect(settings).toEqual(expect.arrayContaining(['map', 'set', 'as', 'delimiter', 'dateFormat', 'timezone']));
    expect(settings.filter((name) => ['inputsFormat', 'resultsFormat'].includes(name))).toHaveLength(1);
    expect(settings.filter((name) => ['outcomeWords', 'resultsOutcomes'].includes(name))).toHaveLength(1);
  }
});
