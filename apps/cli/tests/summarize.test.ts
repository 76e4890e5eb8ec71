import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { Random } from '@dqs/core';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine } from './support/fixtures.js';
import { csvText, parseCsv, ruleResults, RESULT_COLUMNS, type ResultRow } from './support/rule-results.js';

const folder = scratchFolder();
const rows = ruleResults(600);
let columnNames: readonly string[] = [];
const log = join(folder, 'log.csv');
const rules = join(folder, 'rules.json');

const metadata = (name: string, category: string | number) => {
  return { rule_name: name, rule_type: 'DATASET', dimension: 'Validity', rule_description: `${name}, said`, category };
};

beforeAll(async () => {
  columnNames = (await import('@dqs/summarizer')).SUMMARY_COLUMN_NAMES;
  writeFileSync(log, csvText(rows));
  writeFileSync(rules, JSON.stringify({ 101: metadata('ROW_COUNT', 'C1'), '007': metadata('=cmd()', 2) }));
});

let runs = 0;
/** Summarises into a new folder and gives what is in it, by file name. */
async function summarised(args: readonly string[], input?: string | Buffer): Promise<Record<string, string>> {
  const out = join(folder, `out-${(runs += 1)}`);
  const { code, stderr } = await dqs(['summarize', ...args, '--rules', rules, '--out', out, '--quiet'], { input });
  if (code !== 0) throw new Error(`ended with ${code}: ${stderr}`);
  return Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'utf8')]));
}

const summaryOf = async (args: readonly string[], input?: string | Buffer) =>
  parseCsv((await summarised(args, input))['full_summary.csv']!);

describe('dqs summarize', () => {
  it('writes full_summary.csv and nl_all_rows.txt, a line for every dataset and rule', async () => {
    const files = await summarised([log]);
    expect(Object.keys(files)).toEqual(['full_summary.csv', 'nl_all_rows.txt']);
    const [header, ...records] = parseCsv(files['full_summary.csv']!);
    expect(header).toEqual(columnNames);
    const keys = new Set(
      rows.map((row) => JSON.stringify([row.source, row.dataset_uuid, row.dataset_name, row.rule_code])),
    );
    expect(records).toHaveLength(keys.size);
    expect(files['nl_all_rows.txt']!.trimEnd().split('\n')).toHaveLength(keys.size);
  });

  it('counts as a plain count over the rows does', async () => {
    const [header, ...records] = await summaryOf([log]);
    for (const record of records) {
      const row = Object.fromEntries(header!.map((name, i) => [name, record[i]!]));
      const own = rows.filter((r) =>
        ['source', 'dataset_uuid', 'dataset_name', 'rule_code'].every((k) => r[k as 'source'] === row[k]),
      );
      const count = (outcome: string) => own.filter(({ results }) => results.includes(`"${outcome}"`)).length;
      expect([row['pass_count_total'], row['fail_count_total']]).toEqual([
        String(count('Pass')),
        String(count('Fail')),
      ]);
      expect(row['business_date_latest']).toBe(
        own
          .map((r) => r.business_date)
          .sort()
          .at(-1),
      );
    }
  });

  it('reports its result, and with --json in one document', async () => {
    const out = join(folder, 'said');
    expect(await expectFine(['summarize', log, '--rules', rules, '--out', out])).toMatch(
      /^600 results: \d+ passed, \d+ failed, 0 neither\n\d+ rows, up to /,
    );
    const json = JSON.parse(await expectFine(['summarize', log, '--rules', rules, '--out', out, '--json'])) as object;
    expect(json).toMatchObject({
      out,
      files: ['full_summary.csv', 'nl_all_rows.txt'].map((name) => join(out, name)),
      latestDate: rows
        .map((row) => row.business_date)
        .sort()
        .at(-1),
      unknownRuleCodes: ['R9'],
      input: { rows: 600, rowsRejected: 0, files: 1 },
    });
  });
});

describe('the same results give the same bytes', () => {
  let expected: Record<string, string>;
  beforeAll(async () => (expected = await summarised([log, '--format', 'jsonl', '--digest'])));
  const forms = ['--format', 'jsonl', '--digest'];
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it('from standard input', async () => {
    expect(await summarised(['-', ...forms], readFileSync(log))).toEqual(expected);
  });

  it('from gzipped CSV', async () => {
    expect(await summarised([file('log.csv.gz', gzipSync(readFileSync(log))), ...forms])).toEqual(expected);
  });

  it('from JSON lines', async () => {
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    expect(await summarised([file('log.jsonl', lines), ...forms])).toEqual(expected);
  });

  it('from Parquet', async () => {
    const { writeParquet } = await import('@dqs/ingestion');
    const path = join(folder, 'log.parquet');
    await writeParquet(
      path,
      RESULT_COLUMNS.map((name) => ({ name, type: 'text' as const, values: rows.map((row) => row[name]) })),
    );
    expect(await summarised([path, ...forms])).toEqual(expected);
  });

  it('in any order, split into files, with other columns and line ends', async () => {
    const random = new Random(3);
    const shuffled = rows
      .map((row) => ({ row, at: random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ row }) => row);
    const parts = [shuffled.slice(0, 7), shuffled.slice(7, 400), shuffled.slice(400)];
    const columns = [...RESULT_COLUMNS].reverse();
    const paths = parts.map((part, i) => file(`part-${i}.csv`, csvText(part, columns, '\r\n')));
    expect(await summarised([...paths, ...forms])).toEqual(expected);
  });

  it('with one thread or two, by either reader', async () => {
    // A file above two megabytes is read by DuckDB, a smaller one row by row.
    const many = Array.from({ length: 40 }, () => rows).flat();
    const large = file('large.csv', csvText(many));
    const halves = [many.slice(0, 9000), many.slice(9000, 16_000), many.slice(16_000)];
    const one = await summarised([large, '--threads', '1', ...forms]);
    expect(await summarised([large, '--threads', '2', ...forms])).toEqual(one);
    const input = halves.map((part, i) => file(`half-${i}.csv`, csvText(part)));
    expect(await summarised([...input, ...forms])).toEqual(one);
    expect(await summarised(['-', ...forms], readFileSync(large))).toEqual(one);
  });
});

describe('--panel', () => {
  const half = (name: string, part: readonly ResultRow[]) => {
    writeFileSync(join(folder, name), csvText(part));
    return join(folder, name);
  };

  it('adds files to a saved panel and summarises the whole, in any order', async () => {
    const [a, b] = [half('a.csv', rows.slice(0, 250)), half('b.csv', rows.slice(250))];
    const expected = await summarised([log]);
    for (const [name, first, second] of [
      ['ab', a, b],
      ['ba', b, a],
    ] as const) {
      const panel = join(folder, `${name}.parquet`);
      await summarised([first, '--panel', panel]);
      expect(await summarised([second, '--panel', panel])).toEqual(expected);
      expect(await summarised(['--panel', panel])).toEqual(expected);
    }
  });

  it('refuses a file it already contains, unless overridden', async () => {
    const panel = join(folder, 'twice.parquet');
    const once = await summaryOf([log, '--panel', panel]);
    writeFileSync(join(folder, 'renamed.csv'), csvText(rows));
    const again = ['summarize', join(folder, 'renamed.csv'), '--panel', panel, '--rules', rules, '--out', folder];
    expect(await dqs(again)).toMatchObject({ code: 1, stderr: expect.stringContaining('[input-duplicate]') });
    expect(await summaryOf(['--panel', panel])).toEqual(once);
    const twice = await summaryOf([join(folder, 'renamed.csv'), '--panel', panel, '--allow-duplicate']);
    const passes = columnNames.indexOf('pass_count_total');
    expect(twice.slice(1).map((record) => Number(record[passes]))).toEqual(
      once.slice(1).map((record) => 2 * Number(record[passes])),
    );
  });
});

describe('bad input', () => {
  it('a bad row is listed with its record number and reason and changes nothing else', async () => {
    const spoilt = [...rows.slice(0, 300), { ...rows[0]!, business_date: 'tomorrow' }, ...rows.slice(300)];
    const path = join(folder, 'spoilt.csv');
    writeFileSync(path, csvText(spoilt));
    const rejects = join(folder, 'rejects.jsonl');
    expect(await summarised([path, '--rejects', rejects])).toEqual(await summarised([log]));
    const lines = readFileSync(rejects, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ record: 301, reason: expect.any(String), raw: expect.stringContaining('tomorrow') }),
    ]);
  });

  it('results that are neither pass nor fail are counted apart', async () => {
    const path = join(folder, 'errors.csv');
    writeFileSync(path, csvText([...rows, { ...rows[0]!, results: '{broken' }]));
    const plain = await summarised([log, '--format', 'jsonl']);
    const files = await summarised([path, '--format', 'jsonl']);
    expect(files['full_summary.csv']).toBe(plain['full_summary.csv']);
    expect(files['knowledge_base.jsonl']).toContain('"error_count":1,');
  });

  it('every fault of the rule metadata is named', async () => {
    const path = join(folder, 'bad-rules.json');
    writeFileSync(path, JSON.stringify({ 101: { ...metadata('A', 'C1'), rule_name: 5 }, 102: metadata('B', 'first') }));
    const { code, stderr } = await dqs(['summarize', log, '--rules', path, '--out', join(folder, 'never')]);
    expect(code).toBe(1);
    expect(stderr).toContain('[rules-invalid]');
    expect(stderr).toMatch(/rule 101:.*rule_name[\s\S]*rule 102:.*category/);
  });

  it('a fault of the rule metadata is reported before one of the results, which are read meanwhile', async () => {
    const [bad, out] = [join(folder, 'no-rules.json'), join(folder, 'nothing')];
    writeFileSync(bad, '[1');
    for (const input of [log, join(folder, 'absent.csv')]) {
      const { code, stderr } = await dqs(['summarize', input, '--rules', bad, '--out', out]);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^error \[rules-invalid\]/) });
      expect(readdirSync(out)).toEqual([]);
    }
    const { stderr } = await dqs(['summarize', join(folder, 'absent.csv'), '--rules', rules, '--out', out]);
    expect(stderr).toContain('[input-not-found]');
  });

  it('missing rule metadata is named', async () => {
    const { code, stderr } = await dqs(['summarize', log, '--rules', join(folder, 'none.json'), '--out', folder]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/\[input-not-found\].*none\.json/);
  });

  it('unknown rules keep their rows and are named in a warning', async () => {
    const { stderr } = await dqs(['summarize', log, '--rules', rules, '--out', join(folder, 'warned')]);
    expect(JSON.parse(stderr.split('\n')[0]!)).toMatchObject({
      ruleCodes: ['R9'],
      msg: expect.stringContaining('1 rules'),
    });
    const without = await dqs(['summarize', log, '--out', join(folder, 'warned')]);
    expect(without).toMatchObject({ code: 0, stderr: expect.stringContaining('no rule metadata (--rules)') });
  });

  it.each([
    [['--windows', '90,30'], 'ascending'],
    [['--windows', 'x'], '"x"'],
    [['--epsilon', '2'], '--epsilon'],
    [['--profile', 'pdr'], 'did you mean "prd"'],
    [['--format', 'parquet,xlsx'], '--format'],
  ])('%j is wrong use', async (args, message) => {
    const run = await dqs(['summarize', log, '--rules', rules, '--out', join(folder, 'wrong'), ...args]);
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(existsSync(join(folder, 'wrong'))).toBe(false);
  });

  it('without input or output it reports what is missing', async () => {
    expect(await dqs(['summarize', '--out', folder])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--input'),
    });
    expect(await dqs(['summarize', log])).toMatchObject({ code: 2, stderr: expect.stringContaining('--out') });
  });
});

describe('writing', () => {
  it('leaves the old files as they are when one file cannot be written', async () => {
    const out = join(folder, 'blocked');
    mkdirSync(join(out, 'digest.md', 'in-the-way'), { recursive: true });
    writeFileSync(join(out, 'full_summary.csv'), 'old');
    const run = await dqs(['summarize', log, '--rules', rules, '--out', out, '--digest', '--format', 'parquet,jsonl']);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('[output-not-writable]') });
    expect(readFileSync(join(out, 'full_summary.csv'), 'utf8')).toBe('old');
    expect(readdirSync(out)).toEqual(['digest.md', 'full_summary.csv']);
  });

  it('finds out that the place cannot be written to before it adds to a panel', async () => {
    const panel = join(folder, 'untouched.parquet');
    const run = await dqs(['summarize', log, '--panel', panel, '--out', join(log, 'inside-a-file')]);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('[output-not-writable]') });
    expect(existsSync(panel)).toBe(false);
  });
});

describe('the forms', () => {
  it('texts survive: quotes, commas, line breaks, unicode and formulas', async () => {
    const names = new Set((await summaryOf([log])).slice(1).map((record) => record[3]));
    expect(names).toEqual(new Set(rows.map((row) => row.dataset_name)));
    const safe = new Set((await summaryOf([log, '--escape-formulas'])).slice(1).map((record) => record[3]));
    expect(safe).toEqual(new Set([...names].map((name) => (name!.startsWith('=') ? `'${name}` : name))));
  });

  it('are a CSV, sentences, Parquet, JSON lines and a digest', async () => {
    const files = await summarised([log, '--format', 'parquet,jsonl', '--digest']);
    expect(Object.keys(files)).toEqual([
      'digest.md',
      'full_summary.csv',
      'full_summary.parquet',
      'knowledge_base.jsonl',
      'nl_all_rows.txt',
    ]);
    const records = parseCsv(files['full_summary.csv']!).length - 1;
    expect(files['knowledge_base.jsonl']!.trimEnd().split('\n')).toHaveLength(records);
    expect(files['full_summary.parquet']!.slice(0, 4)).toBe('PAR1');
    expect(files['digest.md']).toMatch(/^# Data quality digest\n/);
  });

  it('follow --windows, --epsilon and --profile', async () => {
    const files = await summarised([log, '--windows', 'week=7,30', '--epsilon', '1', '--profile', 'prd']);
    const [header] = parseCsv(files['full_summary.csv']!);
    expect(header).toHaveLength(24);
    expect(header).toEqual(expect.arrayContaining(['pass_count_week', 'fail_rate_1m']));
    expect(files['nl_all_rows.txt']!.match(/— trend =\.\n/g)).toHaveLength(
      parseCsv(files['full_summary.csv']!).length - 1,
    );
  });
});
