import { DEFAULT_WINDOWS, parseWindows, summarize, SUMMARY_COLUMN_NAMES, summaryColumns } from '../src/index.js';
import { windowLabel } from '../src/windows.js';
import { day, panelOf, result, RULES } from './support/panels.js';

const latest = day('2024-02-29');
const countsOn = (daysBack: number) => {
  const panel = panelOf([result({ day: latest, ruleCode: 'R001' }), result({ day: latest - daysBack })]);
  const row = summarize(panel, RULES).rows.find(({ key }) => key.ruleCode === '101')!;
  return row.windows.map(({ passes }) => passes);
};

describe('the windows', () => {
  it.each([
    [0, [1, 1, 1]],
    [30, [1, 1, 1]],
    [31, [0, 1, 1]],
    [90, [0, 1, 1]],
    [91, [0, 0, 1]],
    [365, [0, 0, 1]],
    [366, [0, 0, 0]],
  ])('a result %d days before the latest date counts in %j', (daysBack, expected) => {
    expect(countsOn(daysBack)).toEqual(expected);
  });

  it('end at the latest date of the whole input, not of the key', () => {
    const panel = panelOf([result({ day: latest - 100 }), result({ day: latest, ruleCode: 'R001', outcome: 'error' })]);
    expect(summarize(panel, RULES).rows[0]!.windows.map(({ passes }) => passes)).toEqual([0, 0, 1]);
  });

  it('can be chosen: names and lengths appear in the columns', () => {
    const windows = parseWindows('7, quarter=91,365');
    expect(windows).toEqual([
      { name: '7d', days: 7 },
      { name: 'quarter', days: 91 },
      { name: '12m', days: 365 },
    ]);
    const names = summaryColumns({ windows, profile: 'compat' }).map(({ name }) => name);
    expect(names).toHaveLength(27);
    expect(names).toEqual(SUMMARY_COLUMN_NAMES.map((name) => name.replace(/_1m$/, '_7d').replace(/_3m$/, '_quarter')));
  });

  it('are 30, 90 and 365 days by default', () => {
    expect(parseWindows('30,90,365')).toEqual(DEFAULT_WINDOWS);
  });

  it.each([
    ['30', 'at least two'],
    ['', 'number of days'],
    ['30,x', '"x"'],
    ['30,-1', '"-1"'],
    ['30,1.5', '"1.5"'],
    ['90,30', 'ascending'],
    ['30,30', 'twice'],
    ['0,30', 'from 1'],
    ['total=30,90', '"total"'],
    ['a=1,A=2', 'twice'],
    ['averyveryverylongname1=1,2', '"averyveryverylongname1"'],
  ])('refuses "%s"', (text, message) => {
    expect(() => parseWindows(text)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    expect(() => parseWindows(text)).toThrow(message);
  });

  it('have labels in words', () => {
    expect(['1m', '12m', '7d', '2w', '1y', 'quarter'].map(windowLabel)).toEqual([
      '1-month',
      '12-month',
      '7-day',
      '2-week',
      '1-year',
      'quarter',
    ]);
  });
});
