import type { CheckReport, Evaluation, SegmentScores } from '@dqs/pipelines';

import { backtestPage, checkPage, comparisonPage, experimentPage, tunePage, validationPage } from '../src/index.js';
import { checkReport, SILENT } from './support/checked-day.js';
import { linesOf, rowsOf } from './support/markup.js';
import {
  backendComparison,
  backtestReport,
  day,
  evaluation,
  experimentEvaluation,
  tuneReport,
  validationReport,
} from './support/results.js';

const createdAt = new Date('2025-05-03T04:05:06Z');

function withOverall(changed: (all: SegmentScores) => SegmentScores): Evaluation {
  const { scores, ...rest } = evaluation();
  return { ...rest, scores: [changed(scores[0]!), ...scores.slice(1)] };
}

describe('the page of a backtest', () => {
  const page = (changed: Evaluation, count = 1) =>
    backtestPage({ ...backtestReport(count), evaluation: changed }, { charts: 1, createdAt });

  it('speaks of one forecast, series and fold in singular', () => {
    const report = backtestReport(1);
    const one = { ...report, evaluation: { ...report.evaluation, rows: 1, horizon: 2 }, folds: [report.folds[0]!] };
    expect(linesOf(backtestPage(one, { charts: 1, createdAt }))).toContain(
      '2025-03-03 to 2025-04-02 · 1 forecast 2 days ahead · 1 series · 1 fold',
    );
  });

  it('says where the model is worse than naive, in word and number', () => {
    const lines = linesOf(page(withOverall((all) => ({ ...all, skill: -0.25 }))));
    expect(lines).toContain('worse than naive');
    expect(lines.join('')).toContain('2.31 points, 25.0 % above that of the best naive forecast, median-7.');
  });

  it('has no skill where a naive forecast makes no error', () => {
    const without = withOverall((all) => ({
      ...all,
      skill: null,
      distribution: { ...all.distribution!, skill: null },
    }));
    const lines = linesOf(page(without));
    expect(lines).toContain('The best naive forecast makes no error at all, so the model cannot beat it.');
    expect(lines.slice(lines.indexOf('Skill'))[1]).toBe('–');
    expect(lines).toContain('last-28 2.26');
  });

  it('has distributions without the charts of what was not measured', () => {
    const { calibration: _, ...rest } = evaluation();
    const html = page(rest);
    expect(html).toContain('Forecasts as distributions');
    expect(html).not.toContain('Does 70 % mean 70 %?');
    expect(html).not.toContain('Do results fall where they should?');
    expect(html).toContain('Do the ranges hold?');
  });

  it('lists the thousand series of greatest error, by the dataset’s id where it has no name', () => {
    const [series] = backtestReport(1).series;
    const many = Array.from({ length: 1001 }, (_, i) => ({ ...series!, datasetName: '', ruleCode: `r${i}` }));
    const html = backtestPage({ ...backtestReport(1), series: many }, { charts: 0, createdAt });
    expect(linesOf(html)).toContain('the 1,000 of greatest error');
    const rows = rowsOf(html, 'Error by series');
    expect(rows).toHaveLength(1000);
    expect(rows[0]!.slice(0, 3)).toEqual([series!.datasetUuid, 'r0', '29']);
    expect(html).not.toContain('Single series');
  });
});

describe('the page of a check', () => {
  const page = (changed: Partial<CheckReport>) =>
    checkPage({ ...checkReport(), ...changed }, { name: 'orders@1', createdAt });

  it('is quiet where nothing is worse than chance explains', () => {
    const html = page({ alarms: 0, passed: true, missing: [] });
    expect(html).toContain('<b>Quiet</b>: nothing worse than chance explains');
    expect(html).not.toContain('Missing series');
  });

  it('says how many alarms there are, and that odds cannot be compared without results before', () => {
    const html = page({ alarms: 2, calibration: { results: 0, shareAt5: Number.NaN, exponent: 1 } });
    expect(html).toContain('<b>2 alarms</b>: ');
    const lines = linesOf(html);
    expect(lines.slice(lines.indexOf('Odds of 5 % came true'))[1]).toBe('–');
  });

  it('shows two hundred results beside the alarms, and counts the others', () => {
    const [alarm, quiet] = checkReport().results;
    const footer = (count: number) =>
      linesOf(page({ results: [alarm!, ...Array.from({ length: count }, () => quiet!)] })).find((line) =>
        line.includes('further'),
      );
    expect(footer(200)).toBeUndefined();
    expect(footer(201)).toBe('1 further result is as expected; dqs check --json has all.');
    expect(footer(1400)).toBe('1,200 further results are as expected; dqs check --json has all.');
  });

  it('tells sources that are late from those that are silent', () => {
    const sources = [SILENT, { ...SILENT, source: 'shop', status: 'late' as const }];
    const html = checkPage(checkReport(), { name: 'orders@1', sources, createdAt });
    expect(rowsOf(html, 'Sources without results').map(([, status]) => status)).toEqual(['silent', 'late']);
  });
});

describe('the page of a comparison of backends', () => {
  it('names the best and the fastest, which may be the same', () => {
    const { backends } = backendComparison();
    const lead = (order: typeof backends) =>
      linesOf(comparisonPage({ backends: order, skipped: [] }, { createdAt })).join('');
    expect(lead(backends)).toContain(
      'lightgbm has the least error, 2.31 points; the best naive forecast, median-7, has 2.62. ridge trains fastest.',
    );
    expect(lead([backends[1]!, backends[0]!])).toContain(
      'ridge has the least error, 2.58 points; the best naive forecast, median-7, has 2.62. It also trains fastest.',
    );
    expect(lead(backends)).not.toContain('Left out');
    // One alone is neither the best nor the fastest of any.
    expect(lead(backends.slice(0, 1))).toContain(
      'lightgbm has an error of 2.31 points; the best naive forecast, median-7, has 2.62.',
    );
    expect(lead(backends.slice(0, 1))).not.toContain('fastest');
  });
});

describe('the page of an experiment', () => {
  const EVALUATION = experimentEvaluation();
  const [TREATMENT] = EVALUATION.treatments;
  const page = (changed: Partial<NonNullable<typeof TREATMENT>>) =>
    experimentPage({ ...EVALUATION, treatments: [{ ...TREATMENT!, ...changed }] }, createdAt);

  it('speaks of one outcome, unit, day and row in singular', () => {
    const concluded = { ...TREATMENT!.primary.concluded!, afterDays: 1 };
    const treatments = [{ ...TREATMENT!, primary: { ...TREATMENT!.primary, days: 1, rows: 1, concluded } }];
    const lines = linesOf(experimentPage({ ...EVALUATION, requests: 1, units: 1, treatments }, createdAt));
    expect(lines).toContain('shadow mode · 2025-03-03 to 2025-03-23 · 1 outcome of 1 unit');
    expect(lines.join('')).toContain('paired · 1 day · 1 row · concluded 2025-03-11, after 1 day: treatment better');
  });

  it('shows tests that are due, and what the split alone would say', () => {
    const { primary } = TREATMENT!;
    const fixed = { ...primary.fixed, isDue: true, tests: [{ ...primary.fixed.tests[0]!, low: null, high: null }] };
    const html = page({ split: { ...primary, design: 'split', fixed: fixed as never } });
    expect(html).toContain('What the split alone would say');
    const split = html.slice(html.indexOf('What the split alone'));
    expect(rowsOf(split, 'Fixed-horizon tests')).toEqual([['paired t', 'due', '21', '−0.410', '–', '&lt;0.0001']]);
  });

  it('names the better arm of a segment, and dashes what is not known', () => {
    const [segment] = TREATMENT!.segments;
    const unknown = { control: null, difference: null, relative: null, low: null, high: null };
    const segments = [
      { ...segment!, segment: 'rule 101', winner: 'control' },
      { ...segment!, segment: 'rule 102', ...unknown, adjustedPValue: undefined },
    ];
    expect(rowsOf(page({ segments: segments as never }), 'Segments')).toEqual([
      ['rule 101', '60', '2.000', '0.100', '5.0 %', '−0.100 to 0.300', '0.4000', 'control better'],
      ['rule 102', '60', '–', '–', '–', '–', '–', 'not known'],
    ]);
  });

  it('has breached guardrails first, and those without data with dashes', () => {
    const [held, breached] = TREATMENT!.guardrails;
    const empty = { ...held!, name: 'latency', increase: null, low: null, high: null, status: 'no data' } as const;
    expect(rowsOf(page({ guardrails: [held!, empty, breached!] }), 'Guardrails')).toEqual([
      ['error of DATASET', '+2.0 %', '5.0 %', '1.0 to 9.0', 'breached'],
      ['latency', '+2.0 %', '–', '–', 'no data'],
      ['error of ATTRIBUTE', '+2.0 %', '5.0 %', '1.0 to 9.0', 'held'],
    ]);
  });

  it('says when units were divided as they should be', () => {
    const [ratio] = EVALUATION.sampleRatio;
    const html = experimentPage({ ...EVALUATION, sampleRatio: [{ ...ratio!, isMismatch: false }] }, createdAt);
    expect(rowsOf(html, 'Division of units')).toEqual([
      ['2025-03-03', 'as it should be', '26 (50.0 % expected)', '14 (50.0 % expected)', '0.0003'],
    ]);
  });
});

describe('the page of a search', () => {
  const [report, space] = tuneReport();
  const figure = (changed: Partial<typeof report.comparison>) => {
    const lines = linesOf(
      tunePage({ ...report, comparison: { ...report.comparison, ...changed } }, { createdAt, space }),
    );
    return lines.slice(lines.indexOf('Improvement of CRPS on unseen days') + 1).slice(0, 2);
  };

  it('says in a word whether what was found is better', () => {
    const improvement = { ...report.comparison.improvement, mean: 0.02 };
    expect(figure({ verdict: 'tuned better', improvement })).toEqual(['+0.020', 'better']);
    expect(figure({ verdict: 'defaults better' })).toEqual(['−0.020', 'worse']);
    expect(figure({ verdict: 'inconclusive' })).toEqual(['−0.020', 'inconclusive']);
  });

  it('counts one trial, window and day in singular', () => {
    const one = { ...report, trials: [report.best], comparison: { ...report.comparison, days: 1 } };
    const lines = linesOf(tunePage(one, { createdAt, space }));
    expect(lines).toContain('1 trial by tpe, stopped by trials · 1 validation window · test 2025-03-03 to 2025-04-02');
    expect(lines).toContain('1 day');
  });
});

describe('the page of a validation', () => {
  it('shows what drifted where no rows were flagged', () => {
    const report = validationReport();
    const batch = { ...report.batch, rows: 1, flagged: null };
    const html = validationPage({ ...report, batch }, { name: 'orders@2', createdAt });
    expect(linesOf(html)).toContain(`1 row, ${day(0)} to ${day(30)}, beside the training`);
    expect(html).not.toContain('Rows flagged');
    expect(rowsOf(html, 'Distributions since the training')).toEqual([['ma_7_day', '0.400', '0.200', '0.010']]);
  });

  it('has failures first, a count without decimals and a dash for what has no value', () => {
    const [check] = validationReport().checks;
    const checks = [
      { ...check!, name: 'age', verdict: 'inconclusive', value: null, threshold: 1200 },
      { ...check!, name: 'skill', verdict: 'fail', reason: 'skill -2.5 %', value: -0.025, threshold: 0 },
    ] as const;
    const html = validationPage({ ...validationReport(true), checks }, { name: 'orders@2', createdAt });
    expect(rowsOf(html, 'The bundle')).toEqual([
      ['fail', 'skill', 'skill −2.5 %', '−0.025', '0'],
      ['inconclusive', 'age', 'as it should be', '–', '1,200'],
    ]);
  });
});
