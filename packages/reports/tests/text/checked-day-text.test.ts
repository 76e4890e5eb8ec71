import type { CheckedResult, CheckReport } from '@dqs/pipelines';

import { checkedDayText, checkVerdict } from '../../src/text.js';
import { oddsOf, seriesText } from '../../src/text/checked-day-text.js';
import { checkReport, SILENT } from '../support/checked-day.js';

const REPORT = checkReport();
const [ALARM] = REPORT.results as readonly [CheckedResult, ...CheckedResult[]];

describe('the verdict of a checked day', () => {
  const verdict = (changed: Partial<CheckReport>) => checkVerdict({ ...REPORT, missing: [], ...changed });
  const sure = { results: 1000, shareAt5: 0.05, exponent: 1 };
  const end = 'On 5.0 % of quiet days at most would a check find something.';

  it('is quiet where nothing is worse than chance explains', () => {
    expect(verdict({ alarms: 0, calibration: sure })).toBe(
      `nothing worse than chance explains (3 compared with their forecasts as of 2026-03-01). ${end}`,
    );
  });

  it('counts alarms and what is missing', () => {
    const results = Array.from({ length: 1200 }, () => ALARM);
    expect(verdict({ alarms: 1100, results, missing: REPORT.missing, calibration: sure })).toBe(
      '1,100 results are worse than chance explains (1,200 compared with their forecasts as of 2026-03-01), ' +
        `1 missing. ${end}`,
    );
  });

  it('of a day without results says how many series were due', () => {
    expect(verdict({ results: [], missing: [...REPORT.missing, ...REPORT.missing] })).toBe(
      'no results to check, 2 series were due.',
    );
  });
});

describe('a checked day', () => {
  const quiet: CheckReport = { ...REPORT, alarms: 0, missing: [], fresh: [] };

  it('with nothing to show is its verdict alone', () => {
    expect(checkedDayText(quiet, [], { top: 0 })).toMatch(/^2026-03-02: nothing worse than .*\n$/);
  });

  it('names twenty missing series, and counts the rest', () => {
    const missing = (count: number) => Array.from({ length: count }, () => REPORT.missing[0]!);
    const text = (count: number) => checkedDayText({ ...quiet, missing: missing(count) }, [], { top: 0 });
    expect(text(20)).not.toContain('more');
    expect(text(1220)).toMatch(/\nand 1,200 more; --json has all\n$/);
  });

  it('says of new series that they had no forecast, and where the page is', () => {
    const fresh = [...REPORT.fresh, ...REPORT.fresh];
    const tail = (changed: Partial<CheckReport>) =>
      checkedDayText({ ...quiet, ...changed }, [], { top: 0, html: 'check\n.html' })
        .split('\n\n')
        .slice(1);
    expect(tail({ fresh })).toEqual([
      '2 series are new on this day; nothing was forecast for them',
      'Report written to check\\n.html\n',
    ]);
    expect(tail({ fresh: REPORT.fresh })[0]).toBe('1 series is new on this day; nothing was forecast for it');
  });

  it('shows a silent source with when it is usually there', () => {
    expect(checkedDayText(quiet, [{ ...SILENT, source: 'sh\nop' }], { top: 0 }).split('\n\n')[1]).toBe(
      'source  status  usually there by  last day\nsh\\nop  silent  2026-03-03 06:00  2026-03-01\n',
    );
  });
});

describe('odds', () => {
  it.each([
    [1, '100 %'],
    [0.4, '40 %'],
    [0.0999, '10.0 %'],
    [0.001, '0.1 %'],
    [0.0009, '1 in 1,100'],
    [2e-7, '1 in 5,000,000'],
    [1e-9, '1 in 1,000,000,000'],
    [1e-12, 'below 1 in 1,000,000,000'],
    [0, 'below 1 in 1,000,000,000'],
  ])('of %d are "%s"', (odds, text) => {
    expect(oddsOf(odds)).toBe(text);
  });
});

describe('a series', () => {
  it('has the names that people know, and no gap for one that is not there', () => {
    const series = { tenantId: 'eu', datasetUuid: 'd-1', datasetName: 'orders', ruleCode: '101' };
    expect(seriesText(series)).toBe('eu / orders / 101');
    expect(seriesText({ ...series, datasetName: '' })).toBe('eu / d-1 / 101');
    expect(seriesText({ ...series, tenantId: '', ruleCode: '' })).toBe('orders');
  });
});
