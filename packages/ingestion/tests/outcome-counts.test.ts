import { writeFileSync } from 'node:fs';

import { readPanel, savePanel, updatePanel, loadPanel, type ReaderChoice, type ReadOptions } from '../src/index.js';
import { DuckDbSession, sqlText } from '../src/duckdb/session.js';
import { CommonTexts, MAX_TEXT_LENGTH, MAX_TEXTS } from '../src/rows/common-texts.js';
import { expectedPanel, logRow, testFolder, toDelimited, toJsonLines, type LogRow } from './support/logs.js';

const at = testFolder();
const READERS: readonly ReaderChoice[] = ['native', 'duckdb', 'stream', 'auto'];

function put(name: string, content: string): string {
  writeFileSync(at(name), content);
  return at(name);
}

/** One row a text. */
function csvOf(texts: readonly string[], name = 'log.csv'): string {
  return put(name, toDelimited(texts.map((results) => logRow({ results }))));
}

/** Rows of a file by outcome. */
async function outcomes(path: string, options: ReadOptions = {}) {
  const { passed, failed, neither } = (await readPanel([path], { maxUnreadableRatio: 1, ...options })).report;
  return { passed, failed, neither };
}

const PASSES = ['PASSED', 'pass', 'Success', 'true', 'TRUE', '1', '"Pass"', '{"result": true}', '{"result": 1}'];
const FAILS = ['FAILED', 'fail', 'Failure', 'false', 'False', '0', '"Fail"', '{"status": false}', '{"result": 0}'];
const NEITHER = ['skipped', 'error', '', 'null', '2', '[]', '{"result": "Unknown"}', '{"result": "Pa'];

describe.each(READERS)('delimited results read by %s', (reader) => {
  it('are passes and fails as bare words, numbers, JSON strings and objects alike; the rest is counted', async () => {
    const rows = [...PASSES, ...FAILS, ...NEITHER].map((results) => logRow({ results }));
    const { panel, report } = await readPanel([put('words.csv', toDelimited(rows))], { reader, maxUnreadableRatio: 1 });
    expect(report).toMatchObject({ passed: PASSES.length, failed: FAILS.length, neither: NEITHER.length });
    expect(report.files[0]).toMatchObject({ passed: PASSES.length, failed: FAILS.length, neither: NEITHER.length });
    expect(panel).toEqual(expectedPanel(rows));
  });

  it('of bare words alone give the same panel as JSON', async () => {
    const bare = Array.from({ length: 40 }, (_, n) => (n % 3 === 0 ? 'FAILED' : 'PASSED'));
    const json = bare.map((word) => `{"result": "${word}"}`);
    const [a, b] = [await readPanel([csvOf(bare)], { reader }), await readPanel([csvOf(json, 'json.csv')], { reader })];
    expect(a.panel).toEqual(b.panel);
  });

  it('that say neither in more than a twentieth of the rows are an error that names the most common texts', async () => {
    const texts = [...Array<string>(90).fill('pass'), ...Array<string>(7).fill('Pased'), 'no', 'no', 'maybe'];
    await expect(readPanel([csvOf(texts)], { reader })).rejects.toMatchObject({
      code: 'input-too-many-unreadable',
      message: expect.stringMatching(
        /at most 5 %.* 10 of 100 \(10 %\).* "Pased" \(7 rows\), "no" \(2 rows\), "maybe" \(1 row\).*--max-unreadable-ratio/,
      ),
      details: { rowsUsed: 100, neither: 10, maxRatio: 0.05 },
    });
  });

  it('that say neither in a twentieth of the rows are a warning, and the limit can be another', async () => {
    const warnings: string[] = [];
    const logger = {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (_: object, text: string) => warnings.push(text),
    };
    const path = csvOf([...Array<string>(95).fill('pass'), ...Array<string>(5).fill('skipped')]);
    expect((await readPanel([path], { reader }, { logger })).report.neither).toBe(5);
    expect(warnings).toEqual(['5 of 100 results say neither pass nor fail; the most common are "skipped" (5 rows)']);
    await expect(readPanel([path], { reader, maxUnreadableRatio: 0 })).rejects.toMatchObject({
      code: 'input-too-many-unreadable',
    });
  });

  it('of any number of distinct, long texts give a message of a few lines without terminal control characters', async () => {
    const hostile = Array.from({ length: 5000 }, (_, n) => `\u001b]0;${n}\u0007\u009b31m\u202e${'x'.repeat(500)}`);
    const path = csvOf([...Array<string>(6000).fill('\u001b[2J'), ...hostile]);
    const error: unknown = await readPanel([path], { reader }).catch((cause: unknown) => cause);
    const { message } = error as Error;
    expect(message).toContain('"\\u001b[2J" (');
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message.length).toBeLessThan(2000);
  });
});

const ignore = () => undefined;

describe('JSON lines', () => {
  it('may contain results as words, booleans, numbers and objects', async () => {
    const line = (results: unknown) => `${JSON.stringify({ ...logRow(), results })}\n`;
    const passes = ['PASSED', true, 1, '1', { result: true }, { status: 'ok', result: 'Pass' }, '{"result": 1}'];
    const fails = ['failed', false, 0, '0', { result: false }, { result: 0 }];
    const others = [null, 2, [], {}, 'skipped'];
    const path = put('values.jsonl', [...passes, ...fails, ...others].map(line).join(''));
    expect(await outcomes(path)).toEqual({ passed: 7, failed: 6, neither: 5 });
  });
});

describe('Parquet', () => {
  /** A file of four rows whose results are an expression over their number. */
  async function parquetOf(results: string): Promise<string> {
    const rows: readonly LogRow[] = Array.from({ length: 4 }, (_, n) => logRow({ context_id: String(n) }));
    const lines = put('source.jsonl', toJsonLines(rows));
    const session = await DuckDbSession.open({ memoryLimitMb: 200 });
    const columns = Object.keys(rows[0]!).map((column) => `${column}: 'VARCHAR'`);
    await session.run(
      `COPY (SELECT * REPLACE ((${results}) AS results)
         FROM (SELECT *, context_id::INTEGER AS n
           FROM read_json(${sqlText(lines)}, format = 'newline_delimited', columns = {${columns.join(', ')}})))
       TO ${sqlText(at('typed.parquet'))} (FORMAT parquet)`,
    );
    await session.close();
    return at('typed.parquet');
  }

  it.each([
    ['BOOLEAN', 'n < 3', { passed: 3, failed: 1, neither: 0 }],
    ['BOOLEAN with NULL', 'CASE WHEN n < 3 THEN true END', { passed: 3, failed: 0, neither: 1 }],
    ['INTEGER', 'n', { passed: 1, failed: 1, neither: 2 }],
    ['TINYINT', '(n % 2)::TINYINT', { passed: 2, failed: 2, neither: 0 }],
    ['DOUBLE', '(n % 2)::DOUBLE', { passed: 2, failed: 2, neither: 0 }],
    ['DECIMAL', '(n % 2)::DECIMAL(9, 2)', { passed: 2, failed: 2, neither: 0 }],
    [
      'VARCHAR',
      `CASE n WHEN 0 THEN 'PASSED' WHEN 1 THEN 'failed' WHEN 2 THEN '1' ELSE 'x' END`,
      { passed: 2, failed: 1, neither: 1 },
    ],
    ['STRUCT', `{'result': n < 2}`, { passed: 2, failed: 2, neither: 0 }],
  ])('columns of type %s are read', async (_, results, expected) => {
    expect(await outcomes(await parquetOf(results))).toEqual(expected);
  });
});

describe('a saved panel', () => {
  it('with too many results of neither kind stops a reading, although their texts are gone', async () => {
    const path = csvOf(['pass', 'pass', 'fail', 'skipped']);
    const { panel } = await readPanel([path], { maxUnreadableRatio: 1 });
    await savePanel(at('saved.parquet'), panel);
    await expect(readPanel([at('saved.parquet')])).rejects.toMatchObject({
      code: 'input-too-many-unreadable',
      message: expect.stringContaining('1 of 4 (25 %) do; a saved panel does not store their texts'),
    });
    expect(await outcomes(at('saved.parquet'))).toEqual({ passed: 2, failed: 1, neither: 1 });
  });

  it('stays unchanged if the results to be added cannot be read', async () => {
    const store = at('kept.parquet');
    await updatePanel(store, [csvOf(['pass', 'fail'], 'good.csv')]);
    await expect(updatePanel(store, [csvOf(['Pased', 'Failled'], 'bad.csv')])).rejects.toMatchObject({
      code: 'input-too-many-unreadable',
    });
    expect((await loadPanel(store)).sources).toHaveLength(1);
  });
});

describe('the most common texts', () => {
  it('are exact, most common first, while there are few', () => {
    const texts = new CommonTexts();
    for (const [text, rows] of [
      ['b', 2],
      ['a', 2],
      ['c', 5],
      ['b', 4],
    ] as const)
      texts.add(text, rows);
    expect(texts.commonest(2)).toEqual([
      { text: 'b', rows: 6 },
      { text: 'c', rows: 5 },
    ]);
  });

  it('are found among any number of unique texts in bounded memory, with counts at most slightly too low', () => {
    const [texts, rows] = [new CommonTexts(), 200_000];
    for (let n = 0; n < rows; n += 1) texts.add(n % 20 === 0 ? 'often' : `once ${n}`, 1);
    const [first] = texts.commonest(1);
    expect(first!.text).toBe('often');
    expect(first!.rows).toBeLessThanOrEqual(rows / 20);
    expect(first!.rows).toBeGreaterThanOrEqual(rows / 20 - (2 * rows) / MAX_TEXTS);
    expect(texts.size).toBeLessThanOrEqual(MAX_TEXTS);
  });

  it('are truncated, never within a character, and stay the same when files are combined', () => {
    const [texts, all] = [new CommonTexts(), new CommonTexts()];
    texts.add(`${'x'.repeat(MAX_TEXT_LENGTH - 1)}🧾 and more`, 3);
    texts.add('y'.repeat(10_000), 2);
    all.absorb(texts);
    const cut = [`${'x'.repeat(MAX_TEXT_LENGTH - 1)}…`, `${'y'.repeat(MAX_TEXT_LENGTH)}…`];
    expect(all.commonest(5).map(({ text }) => text)).toEqual(cut);
  });
});
