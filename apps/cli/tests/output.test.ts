import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ForecastRow } from '@dqs/pipelines';

import { hasColors } from '../src/output/colors.js';
import { forecastsText } from '../src/output/forecasts.js';
import { plotText } from '../src/output/plot.js';
import { openProgress, progressLine } from '../src/output/progress.js';
import { skillText } from '../src/output/scores.js';
import { byteSize, duration, fixed, whole } from '../src/output/numbers.js';
import { textTable } from '../src/output/table.js';
import { assertWritablePlace } from '../src/output/writable-place.js';

describe('textTable', () => {
  it('aligns columns and draws no borders', () => {
    const columns = [{ title: 'name' }, { title: 'n', align: 'right' as const }];
    expect(
      textTable(columns, [
        ['a', '1'],
        ['long', '10'],
      ]),
    ).toBe('name   n\na      1\nlong  10\n');
  });
});

describe('numbers', () => {
  it('are written with fixed digits, missing ones as nothing, and no minus before zero', () => {
    expect([fixed(1.005, 1), fixed(-0.001), fixed(null), fixed(Number.NaN), fixed(-1.25, 1)]).toEqual([
      '1.0',
      '0.00',
      '',
      '',
      '-1.3',
    ]);
    for (const value of [0, 7, 999, 1000, 123456, -1234.6, -999, 9007199254740991])
      expect(whole(value)).toBe(Math.round(value).toLocaleString('en-US'));
    expect([whole(1234567), byteSize(0), byteSize(1234), byteSize(5.5e9)]).toEqual([
      '1,234,567',
      '0 B',
      '1.2 kB',
      '5.5 GB',
    ]);
    expect([duration(12.4), duration(3456)]).toEqual(['12 ms', '3.46 s']);
    expect([skillText(0.123), skillText(-0.05), skillText(null)]).toEqual(['+12.3 %', '−5.0 %', '']);
  });
});

describe('progress', () => {
  it('is a bar where the total is known, and an amount where not', () => {
    const line = progressLine({ stage: 'train', done: 50, total: 100, unit: 'rounds' });
    expect(line).toBe(`train     ${'█'.repeat(15)}${'░'.repeat(15)}  50%  50 rounds of 100 rounds`);
    expect(progressLine({ stage: 'read', done: 1500, unit: 'rows' })).toBe('read      1,500 rows');
    expect(progressLine({ stage: 'read', done: 5e6, total: 2e7, unit: 'bytes' })).toMatch(/25% {2}5.0 MB of 20.0 MB$/);
    expect(progressLine({ stage: 'features', done: 0, unit: 'rows' })).toBe('features  …');
  });

  it('is drawn on a terminal only, and taken away at the end', () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 80, cursorTo: () => true });
    const display = openProgress(terminal as never);
    display.listener!({ stage: 'train', done: 1, total: 2, unit: 'rounds' });
    display.close();
    display.close();
    expect(terminal.read()?.toString()).toContain('train');
    expect(openProgress(new PassThrough()).listener).toBeUndefined();
  });
});

describe('hasColors', () => {
  it('is for terminals, and what NO_COLOR and FORCE_COLOR say goes first', () => {
    const before = { ...process.env };
    try {
      delete process.env['NO_COLOR'];
      delete process.env['FORCE_COLOR'];
      expect([hasColors({ isTTY: true }), hasColors({})]).toEqual([true, false]);
      process.env['FORCE_COLOR'] = '1';
      expect(hasColors({})).toBe(true);
      process.env['NO_COLOR'] = '1';
      expect(hasColors({ isTTY: true })).toBe(false);
    } finally {
      process.env = before;
    }
  });
});

describe('plotText', () => {
  const line = (name: string, values: number[]) => ({ name, color: 'cyan' as const, values });

  it('draws the first line through and the others dotted, with days and names below', () => {
    const text = plotText([line('actual', [1, 2, 3]), line('naive', [3, 3, 3])], ['first', 'last'], 60);
    expect(text).toContain('╭');
    expect(text).toContain('·');
    expect(text).toMatch(/first +last\n +─ actual {3}· naive\n$/);
  });

  it('shrinks to the width, and draws flat and empty lines too', () => {
    const long = Array.from({ length: 1000 }, (_, i) => Math.sin(i / 50));
    const text = plotText([line('a', long)], ['first', 'last'], 80);
    expect(Math.max(...text.split('\n').map((row) => row.length))).toBeLessThanOrEqual(80);
    expect(plotText([line('a', [5, 5, 5])], ['x', 'y'], 80)).toContain('5.0');
    expect(plotText([line('a', [])], ['x', 'y'], 80)).toBe('');
  });
});

describe('forecastsText', () => {
  const row: ForecastRow = {
    datasetUuid: 'd',
    datasetName: 'a "quoted", name',
    ruleCode: '101',
    businessDate: '2025-01-02',
    asOf: '2025-01-01',
    predictedPassPercentage: 87.5,
    expectedPassPercentage: 90.123456789,
    executions: 8,
    naivePassPercentage: null,
    flags: ['cold_start', 'no_history'],
  };

  it('quotes CSV fields, keeps every digit, and leaves a missing naive value empty', () => {
    const [, line] = forecastsText([row], 'csv').split('\n');
    expect(line).toBe('d,"a ""quoted"", name",101,2025-01-02,2025-01-01,87.5,90.123456789,,8,cold_start no_history');
  });

  it('says so where there is nothing to forecast', () => {
    expect(forecastsText([], 'table')).toBe('no series to forecast\n');
    expect(forecastsText([], 'jsonl')).toBe('');
  });
});

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-output-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('need a place: a folder above that exists, and no file in its stead', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(assertWritablePlace(join(folder, 'x', 'y', 'z'))).resolves.toBeUndefined();
    await expect(assertWritablePlace(join(folder, 'file', 'z'))).rejects.toMatchObject({ code: 'output-not-writable' });
    await expect(assertWritablePlace(folder)).rejects.toMatchObject({ code: 'output-not-writable' });
    await assertWritablePlace('/dev/null');
  });
});
