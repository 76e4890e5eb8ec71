import type { BacktestReport } from '@dqs/pipelines';

import { backtestPage, chartSvg, escapeHtml } from '../src/index.js';

const ERRORS = { mae: 2, rmse: 3, bias: -0.5 };
const SCORES = {
  segment: 'all',
  rows: 4,
  model: ERRORS,
  naive: { 'median-7': { ...ERRORS, mae: 2.5 }, 'last-value': ERRORS },
  bestNaive: 'median-7',
  skill: 0.2,
};
const EVALUATION = { from: '2025-01-01', to: '2025-01-02', horizon: 1, rows: 4, scores: [SCORES] };
const EVIL = '</script><img src=x onerror=alert(1)>';

function report(seriesCount: number): BacktestReport {
  const day = { rows: 2, actual: 90, expected: 91, predicted: 92, naive: 88, mae: 2, naiveMae: 3 };
  return {
    evaluation: EVALUATION,
    folds: [{ train: { from: '2024-01-01', to: '2024-12-31', rows: 9 }, evaluation: EVALUATION }],
    days: [
      { day: '2025-01-01', ...day },
      { day: '2025-01-02', ...day },
    ],
    series: Array.from({ length: seriesCount }, (_, i) => ({
      tenantId: 'T',
      datasetUuid: `uuid-${i}`,
      datasetName: EVIL,
      ruleCode: String(100 + i),
      mae: 5,
      naiveMae: 4,
      days: ['2025-01-01', '2025-01-02'],
      actual: [50, 60],
      expected: [55, 55],
      predicted: [55, 56],
      naive: [40, Number.NaN],
    })),
  };
}

const page = (seriesCount: number, charts = 100) =>
  backtestPage(report(seriesCount), { charts, createdAt: new Date('2025-02-03T04:05:06Z') });

describe('backtestPage', () => {
  it('needs nothing from outside: no address, no import, no link to a file', () => {
    const html = page(3);
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|\/\/[a-z]|@import|src=["']|<link/i);
  });

  it('never lets a name from the data become markup', () => {
    const html = page(2);
    expect(html).not.toContain('<img');
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(html).toContain(escapeHtml(EVIL));
  });

  it('shows the naive forecast beside every number of the model', () => {
    const html = page(1);
    expect(html.match(/naive \(median-7\)/g)!.length).toBeGreaterThanOrEqual(6);
    expect(html).toContain('median-7 2.50');
    expect(html).toContain('+20.0 %');
  });

  it('gives the worst series a chart, and shows one at a time', () => {
    const html = page(5, 3);
    expect(html.match(/<figure /g)).toHaveLength(3);
    expect(html.match(/<figure [^>]*hidden/g)).toHaveLength(2);
    expect(html).toContain('3 of 5 series have a chart');
  });
});

describe('chartSvg', () => {
  const chart = (values: number[], range?: { low: number; high: number }) =>
    chartSvg({ title: 't', days: ['a', 'b', 'c'], unit: '%', range, lines: [{ name: 'x', kind: 'actual', values }] });

  it('leaves a gap where there is no value', () => {
    const path = /class="line actual" d="([^"]*)"/.exec(chart([1, Number.NaN, 2]))![1]!;
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path).not.toContain('NaN');
  });

  it('has between four and eight labelled steps on its axis, also for equal and for no values', () => {
    for (const values of [
      [0, 50, 100],
      [99.5, 99.6, 99.7],
      [0.001, 0.002, 0],
      [-3, 12, 7],
    ]) {
      const steps = chart(values).match(/class="grid"/g)!.length;
      expect(steps).toBeGreaterThanOrEqual(4);
      expect(steps).toBeLessThanOrEqual(8);
    }
    for (const svg of [chart([7, 7, 7]), chart([])]) expect(svg).not.toMatch(/NaN|Infinity/);
  });
});
