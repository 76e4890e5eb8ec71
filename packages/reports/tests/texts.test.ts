import type { ForecastRow } from '@dqs/core';

import { byteSize, duration, fixed, hasColors, whole } from '../src/terminal.js';
import { forecastsText, oddsReasons, oddsText, plotText, scoresText, skillText, textTable } from '../src/text.js';
import { evaluation } from './support/results.js';

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

describe('scoresText', () => {
  const text = scoresText(evaluation());

  it('shows MAE, RMSE, CRPS, log score and coverage of the model beside every naive distribution', () => {
    const [, ...lines] = text.slice(text.indexOf('distribution')).split('\n');
    expect(lines.slice(0, 4).map((line) => line.trim().split(/\s{2,}/))).toEqual([
      ['model', '2.31', '5.54', '1.80', '0.693', '79.6 (77.3–81.7)', '94.3 (92.8–95.4)'],
      ['last-7', '3.20', '7.68', '2.50', '0.960', '71.0 (68.4–73.4)', '88.0 (86.1–89.7)'],
      ['last-28', '2.90', '6.96', '2.26', '0.870', '77.0 (74.6–79.3)', '92.4 (90.7–93.7)'],
      ['what-followed', '3.40', '8.16', '2.65', '1.020', '69.0 (66.4–71.5)', '86.5 (84.5–88.3)'],
    ]);
  });

  it('says how the CRPS stands beside the best naive distribution, and how far odds are off', () => {
    expect(text).toContain('CRPS is 20.3 % below that of last-28, the best naive distribution on the training days');
    expect(text).toContain('Odds of a result below 100 % are off by 1.0 points on average (last-28 6.0).');
  });

  it('has a line for every level, but not for every rule', () => {
    expect(text).toMatch(/^DATASET /m);
    expect(text).not.toContain('rule: 101');
  });

  it('of an evaluation without distributions is what it was', () => {
    const { calibration: _, scores, ...old } = evaluation();
    const before = scoresText({ ...old, scores: scores.map(({ distribution: __, ...score }) => score) });
    expect(before).toContain('RMSE of the expected value');
    expect(before).not.toContain('CRPS');
  });
});

describe('forecastsText', () => {
  const row: ForecastRow = {
    tenantId: 'T',
    datasetUuid: 'd',
    datasetName: 'a "quoted", name',
    ruleCode: '101',
    businessDate: '2025-01-02',
    asOfDate: '2025-01-01',
    horizon: 1,
    predictedPassPercentage: 87.5,
    expectedPassPercentage: 90.123456789,
    lower80: 75,
    upper80: 100,
    lower95: 62.5,
    upper95: 100,
    targetPercentage: 95,
    pBelowTarget: 0.565,
    executions: 8,
    naivePassPercentage: null,
    flags: ['cold_start', 'no_history'],
    modelVersion: 'orders@1.0.0',
  };

  it('quotes CSV fields, keeps every digit, and leaves a missing naive value empty', () => {
    const [, line] = forecastsText([row], 'csv').split('\n');
    expect(line).toBe(
      'T,d,"a ""quoted"", name",101,2025-01-02,2025-01-01,1,87.5,90.123456789,75,100,62.5,100,95,0.565,8,,cold_start no_history,orders@1.0.0',
    );
  });

  it('says so where there is nothing to forecast', () => {
    expect(forecastsText([], 'table')).toBe('no series to forecast\n');
    expect(forecastsText([], 'jsonl')).toBe('');
  });

  it('shows range and odds in the table, and days and targets above it unless they differ', () => {
    const table = forecastsText([row], 'table');
    expect(table).toMatch(/^Forecast for 2025-01-02 from results up to 2025-01-01; target: 95 %; naive: /);
    expect(table).toMatch(/87\.50 +90\.12 +75\.00 to 100\.00 +56\.50 +- +cold_start/);
    const other = { ...row, businessDate: '2025-01-05', targetPercentage: 99.5 };
    const several = forecastsText([other, row], 'table');
    expect(several).toMatch(/^Forecast for 2025-01-02 to 2025-01-05 from results up to 2025-01-01; naive: /);
    expect(several).toMatch(/2025-01-05 .* 99\.5 /);
  });

  it('names tenants where there are several, and writes JSON of the same fields as a list or line by line', () => {
    const rows = [row, { ...row, tenantId: 'U' }];
    expect(forecastsText(rows, 'table')).toMatch(/\n\ntenant +dataset +name .*\nT +d .*\nU +d /);
    expect(forecastsText([row], 'table')).not.toContain('tenant');
    const lines = forecastsText(rows, 'jsonl').split('\n');
    expect(lines).toHaveLength(3);
    expect(JSON.parse(forecastsText(rows, 'json'))).toEqual(
      lines.slice(0, 2).map((line) => JSON.parse(line) as unknown),
    );
  });

  it('gives the odds as a sum whose numbers, read back, add up', () => {
    const contributions = [12.345, -3.141, 2.718, -1.618, 0.577, 0.09].map((points, i) => ({
      name: `f${i}`,
      meaning: `share of the last ${i} days`,
      value: i,
      points,
    }));
    const percentage = 10.04 + 31.26 + contributions.reduce((sum, { points }) => sum + points, 0);
    const odds = { target: 95, percentage, base: 10.04, history: 31.26, contributions };
    const explanation = { odds } as unknown as Parameters<typeof oddsReasons>[0];
    for (const top of [1, 3, 10]) {
      const text = oddsReasons(explanation, top);
      const [total, ...parts] = [...text.matchAll(/([−+] )?(\d+\.\d)(?= )/g)].map(
        ([, sign, digits]) => (sign?.startsWith('−') ? -1 : 1) * Number(digits),
      );
      expect(total).toBe(52.3);
      expect(parts.reduce((sum, one) => sum + one, 0)).toBeCloseTo(total!, 9);
    }
    expect(oddsReasons({} as typeof explanation, 3)).toBe('');
  });

  describe('oddsText', () => {
    it('says what is likely beside the naive forecast, in numbers that read back', () => {
      const text = oddsText({ ...row, executions: 200, naivePassPercentage: 97 });
      expect(text).toBe(
        'Rule 101 on a "quoted", name: 56.5 % likely to fall below its target of 95 % on 2025-01-02 ' +
          '(expected 90.1 %, 80 % range 75.0 to 100.0 %); naive says 97.0 %.',
      );
    });

    it.each([
      [8, 95, 'With 8 executions a day, every target above 87.5 and up to 100 % is the same: 8 of 8 pass.'],
      [10, 99, 'With 10 executions a day, every target above 90 and up to 100 % is the same: 10 of 10 pass.'],
      [20, 95, 'With 20 executions a day, every target above 90 and up to 95 % is the same: 19 of 20 pass.'],
      [1, 50, 'With 1 execution a day, every target above 0 and up to 100 % is the same: 1 of 1 pass.'],
    ])('says of %d executions which targets are the same as %d %%', (executions, targetPercentage, sentence) => {
      expect(oddsText({ ...row, executions, targetPercentage })).toContain(sentence);
    });

    it('says nothing of that with many executions, or where every day reaches the target', () => {
      expect(oddsText({ ...row, executions: 21 })).not.toContain('the same');
      expect(oddsText({ ...row, targetPercentage: 0 })).not.toContain('the same');
    });
  });
});
