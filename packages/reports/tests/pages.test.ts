import { htmlPage } from '../src/html/page.js';
import { backtestPage, validationPage } from '../src/index.js';
import { allPages } from './support/pages.js';
import { backtestReport, EVIL, validationReport } from './support/results.js';

const createdAt = new Date('2025-05-03T04:05:06Z');

describe.each([...allPages()])('the page of a %s', (_name, html) => {
  it('needs nothing from outside: no address, no import, no link to a file', () => {
    expect(html).not.toMatch(/https?:|\/\/[a-z]|@import|src=["']|<link/i);
  });

  it('never lets a name from the data become markup', () => {
    expect(html).not.toContain('<img');
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
  });

  it('holds no number that is none', () => {
    expect(html).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });
});

describe('backtestPage', () => {
  const page = (count: number, charts = 100) => backtestPage(backtestReport(count), { charts, createdAt });

  it('shows the naive forecast beside every number of the model', () => {
    expect(page(1)).toContain('median-7 2.62');
    expect(page(1)).toContain('+11.8\u00a0%');
    expect(page(1)).toContain('11.8 % below');
  });

  it('shows the distributions beside the naive ones, whether odds and ranges hold, and the ranges of a series', () => {
    const html = page(1);
    for (const shown of ['Forecasts as distributions', 'last-28 2.26', 'what-followed', 'band outer', 'band inner'])
      expect(html).toContain(shown);
    for (const title of ['Does 70 % mean 70 %?', 'Do results fall where they should?', 'Do the ranges hold?'])
      expect(html).toContain(title);
  });

  it('of a report without distributions is whole without them', () => {
    const report = backtestReport(1);
    const { calibration: _, scores, ...rest } = report.evaluation;
    const evaluation = { ...rest, scores: scores.map(({ distribution: __, ...score }) => score) };
    const html = backtestPage({ ...report, evaluation }, { charts: 1, createdAt });
    expect(html).not.toMatch(/CRPS<|Do the ranges hold|NaN|undefined/);
    expect(html).toContain('11.8 % below');
  });

  it('gives the worst series a chart, and shows one at a time', () => {
    const html = page(5, 3);
    expect(html.match(/data-series="/g)).toHaveLength(3);
    expect(html.match(/data-series="\d" hidden/g)).toHaveLength(2);
    expect(html).toContain('3 of 5 series have a chart');
  });

  it('shows the name of a series as it is', () => {
    expect(page(2)).toContain(EVIL.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
  });
});

describe('validationPage', () => {
  const html = (isEmpty: boolean) => validationPage(validationReport(isEmpty), { name: 'orders@2', createdAt });

  it('shows verdict, reason, value and limit of every check, segments, drift and flags', () => {
    expect(html(false)).toContain('does not pass</b>: 3 checks passed, 1 failed, 1 inconclusive.');
    for (const shown of ['−0.250', 'as it should be', '0.400', '0.010', 'out of range 2', 'The bundle'])
      expect(html(false)).toContain(shown);
  });

  it('leaves out sections without checks', () => {
    expect(html(false)).not.toContain('Leaks of the target');
    expect(html(true)).toContain('Nothing was checked');
  });
});

describe('htmlPage', () => {
  it('is a whole document with its heading, its sentence and when it was made', () => {
    const html = htmlPage({
      title: 'A & B',
      heading: 'A & B',
      scope: 'three days',
      lead: '<b>',
      createdAt,
      children: null,
    });
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain('<h1>A &amp; B</h1>');
    expect(html).toContain('&lt;b&gt;');
    expect(html).toContain('2025-05-03 04:05 UTC');
  });
});
