import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { SILENT_LOGGER, formatDay, parseDay, type Logger } from '@dqs/core';

import { loadPanel, readPanel, savePanel, updatePanel, type ReadOptions, type RejectedRow } from '../src/index.js';
import { strayDates } from '../src/stray-dates.js';
import { expectedPanel, logRow, manyRows, testFolder, toDelimited, toJsonLines, type LogRow } from './support/logs.js';

const at = testFolder();
const rows = manyRows(200);
const whole = expectedPanel(rows);
const last = '2026-09-19';
const stray = logRow({ business_date: '3000-01-01' });

function put(name: string, content: string | Buffer): string {
  writeFileSync(at(name), content);
  return at(name);
}

/** Reads rows and collects the warnings. */
async function warningsOf(read: (logger: Logger) => Promise<unknown>): Promise<string[]> {
  const messages: string[] = [];
  await read({ ...SILENT_LOGGER, warn: (_: unknown, message: string) => messages.push(message) } as Logger);
  return messages.filter((message) => message.includes('--max-date'));
}

describe('a date far later than all the others', () => {
  const warnings = (over: readonly LogRow[]) =>
    warningsOf((logger) =>
      readPanel([put('log.csv', toDelimited([...rows, ...over]))], { maxUnreadableRatio: 1 }, { logger }),
    );

  it('gives a warning with its rows and the previous latest date', async () => {
    expect(await warnings([stray])).toEqual([
      `1 row is dated 3000-01-01, long after the previous latest date, ${last}; if that is a mistake, leave out later rows ` +
        `with --max-date ${last}`,
    ]);
    const ends = ['9999-12-30', '9999-12-31', '9999-12-31'].map((business_date) => logRow({ business_date }));
    expect(await warnings(ends)).toEqual([expect.stringContaining('3 rows are dated 9999-12-30 to 9999-12-31')]);
  });

  it('gives no warning if the log continues or has hardly any other dates', async () => {
    expect(await warnings([])).toEqual([]);
    expect(await warnings([logRow({ business_date: '2027-09-19' })])).toEqual([]);
    const many = rows.map((row) => ({ ...row, business_date: '3000-01-01' }));
    expect(strayDates(expectedPanel([...rows, ...many]))).toBeUndefined();
    expect(strayDates(expectedPanel([]))).toBeUndefined();
  });

  it('is searched only at the ends of the keys', () => {
    const log = Array.from({ length: 1000 }, (_, n) => logRow({ business_date: formatDay(20_000 + n) }));
    const panel = expectedPanel(log);
    let looks = 0;
    const day = new Proxy(panel.cells.day, {
      get: (days, name) => {
        if (/^\d+$/.test(String(name))) looks += 1;
        return Reflect.get(days, name) as unknown;
      },
    });
    expect(strayDates({ ...panel, cells: { ...panel.cells, day } })).toBeUndefined();
    expect(looks).toBeGreaterThan(2);
    expect(looks).toBeLessThan(50);
  });

  it('is in the report', async () => {
    const { report } = await readPanel([put('report.csv', toDelimited([...rows, stray]))], { maxUnreadableRatio: 1 });
    expect(report.strayDates).toEqual({ from: '3000-01-01', to: '3000-01-01', rows: 1, before: last });
  });

  it('is noticed next to the dates already in a saved panel', async () => {
    await savePanel(at('store.parquet'), whole);
    const day = put('day.csv', toDelimited([stray]));
    const messages = await warningsOf((logger) => updatePanel(at('store.parquet'), [day], {}, { logger }));
    expect(messages).toEqual([expect.stringContaining('1 row is dated 3000-01-01')]);
  });
});

describe('rows after the last day to read', () => {
  const options: ReadOptions = { maxDay: parseDay(last)!, maxUnreadableRatio: 1, maxRejectRatio: 0.5 };
  const log = [...rows.slice(0, 50), stray, ...rows.slice(50), logRow({ business_date: '2026-09-20T08:00:00Z' })];

  it.each([
    ['native', () => put('late.csv', toDelimited(log))],
    ['duckdb', () => put('late.csv', toDelimited(log))],
    ['duckdb', () => put('late.csv.gz', gzipSync(toDelimited(log)))],
    ['stream', () => put('late.csv', toDelimited(log))],
    ['auto', () => put('late.jsonl', toJsonLines(log))],
  ] as const)('are rejected with their text by %s (case %#)', async (reader, write) => {
    const rejectsFile = at('late-rejects.jsonl');
    const { panel, report } = await readPanel([write()], { ...options, reader, rejectsFile });
    expect(panel).toEqual(whole);
    expect(report).toMatchObject({ rows: 202, rowsUsed: 200, rejected: { 'business-date-late': 2 }, lastDate: last });
    expect(report.strayDates).toBeUndefined();
    const lines = readFileSync(rejectsFile, 'utf8').trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as RejectedRow).record)).toEqual([51, 202]);
  });

  it('are rejected from a saved panel, which knows only their number', async () => {
    await savePanel(at('late.parquet'), expectedPanel(log));
    const { panel, report } = await readPanel([at('late.parquet')], options);
    expect(panel.cells).toEqual(whole.cells);
    expect(panel.keys).toEqual(whole.keys);
    expect(report).toMatchObject({ rows: 202, rowsUsed: 200, rejected: { 'business-date-late': 2 } });
    expect((await loadPanel(at('late.parquet'))).panel).toEqual(expectedPanel(log));
  });

  it('count against the share of rows that may be rejected', async () => {
    const path = put('share.csv', toDelimited(log));
    await expect(readPanel([path], { ...options, maxRejectRatio: 0 })).rejects.toMatchObject({
      code: 'input-too-many-rejects',
    });
  });

  it.each([Number.NaN, 0.5, Number.NEGATIVE_INFINITY])('cannot be set by %p, which is not a day', async (maxDay) => {
    await expect(readPanel([at('share.csv')], { maxDay })).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});
