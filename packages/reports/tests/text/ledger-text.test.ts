import type { GradedRow, GradeSummary } from '@dqs/ledger';

import { gradesText, ledgerForecastText, replayedText } from '../../src/text.js';

const ROW: GradedRow = {
  tenantId: 'eu',
  datasetUuid: 'd-1',
  datasetName: 'orders',
  ruleCode: '101',
  businessDate: '2026-03-01',
  asOfDate: '2026-02-28',
  horizon: 1,
  predictedPassPercentage: 92,
  expectedPassPercentage: 91.5,
  lower80: 86,
  upper80: 97,
  lower95: 80,
  upper95: 100,
  targetPercentage: 95,
  pBelowTarget: 0.8,
  executions: 200,
  naivePassPercentage: 97,
  flags: [],
  modelVersion: '1.0.0',
  forecastId: 'f-1',
  arm: 'champion',
  model: 'orders',
  issuedAt: '2026-03-01T06:31:00Z',
  knownAt: '2026-03-01T06:30:00Z',
  catalogDigest: 'c',
  status: 'graded',
  standing: 'live',
  revision: 3,
  gradedFrom: '2026-03-02T06:30:00Z',
  actualExecutions: 200,
  actualPassPercentage: 88,
  error: 4,
  absoluteError: 4,
  crps: 2.5,
  pinball: 1,
  covered80: true,
  covered95: true,
  belowTarget: true,
  pit: 0.2,
  brier: 0.04,
  naiveError: 9,
  naiveBrier: 0.5,
};

const SUMMARY: GradeSummary = {
  arm: 'champion',
  model: 'orders',
  version: '1.0.0',
  standing: 'live',
  forecasts: 1240,
  graded: 1200,
  ungraded: 30,
  intervened: 10,
  mae: 2.31,
  crps: 1.8,
  bias: -0.31,
  coverage80: 0.796,
  coverage95: 0.943,
  brier: 0.1,
  naiveMae: 2.62,
  skill: 0.118,
};

describe('grades of some days', () => {
  const days = { from: '2026-03-01', to: '2026-03-02' };

  it('are summed up by arm, then come the forecasts that were furthest off', () => {
    const unnamed = { ...ROW, datasetName: '', naiveError: null, forecastId: 'f-2' };
    expect(gradesText({ ...days, summaries: [SUMMARY], worst: [ROW, unnamed] })).toBe(
      [
        'Forecasts of 2026-03-01 to 2026-03-02; errors in percentage points',
        '',
        'arm       model         standing  forecasts  graded  ungraded  intervened   MAE  naive MAE   skill  CRPS   bias  in 80 %  in 95 %',
        'champion  orders@1.0.0  live          1,240   1,200        30          10  2.31       2.62  11.8 %  1.80  -0.31   79.6 %   94.3 %',
        '',
        'date        dataset  rule  arm       predicted %      80 % range  actual %  error  naive error  below target %  standing  forecast',
        '2026-03-01  orders   101   champion        92.00  86.00 to 97.00     88.00   4.00         9.00           80.00  live      f-1',
        '2026-03-01  d-1      101   champion        92.00  86.00 to 97.00     88.00   4.00            -           80.00  live      f-2\n',
      ].join('\n'),
    );
  });

  it('that are not there yet say what brings them', () => {
    const nothing = {
      mae: null,
      crps: null,
      bias: null,
      coverage80: null,
      coverage95: null,
      naiveMae: null,
      skill: null,
    };
    const summaries = [{ ...SUMMARY, graded: 0, ...nothing }];
    const text = gradesText({
      from: '2026-03-01',
      to: '2026-03-01',
      knownAt: '2026-03-01T07:00:00Z',
      summaries,
      worst: [],
    });
    expect(text.split('\n')[0]).toBe(
      'Forecasts of 2026-03-01, as known at 2026-03-01T07:00:00Z; errors in percentage points',
    );
    expect(text.split('\n')[3]).toMatch(/^champion .* 10$/);
    expect(text).toMatch(
      /\n\nNothing is graded: no results have arrived, or dqs ledger collect and dqs ledger grade have not run\n$/,
    );
  });

  it('of days without a forecast are none', () => {
    expect(gradesText({ ...days, summaries: [], worst: [] })).toBe('no forecasts of 2026-03-01 to 2026-03-02\n');
    expect(gradesText({ ...days, knownAt: 'then', summaries: [], worst: [] })).toBe(
      'no forecasts of 2026-03-01 to 2026-03-02, as known at then\n',
    );
  });
});

describe('a forecast of a ledger', () => {
  const revision = {
    entry: 3,
    arrivedAt: '2026-03-02T06:30:00Z',
    delivery: 'monday',
    passes: 1176,
    fails: 24,
    errors: 0,
  };

  it('is what was said, what came, and how it arrived', () => {
    expect(ledgerForecastText({ forecast: ROW, revisions: [revision], interventions: [] })).toBe(
      [
        'forecast f-1',
        '',
        'series          orders, rule 101, tenant eu',
        'day             2026-03-01, from results up to 2026-02-28 (1 ahead)',
        'made            2026-03-01 06:31 UTC, from what was known at 2026-03-01 06:30',
        'by              orders@1.0.0 as champion, live',
        'predicted       92.00 %, mean 91.50 %',
        '80 of 100 days  86.00 to 97.00 %',
        '95 of 100 days  80.00 to 100.00 %',
        'below target    80.00 % for a target of 95 %',
        'naive           97.00 %',
        'grade           88.00 % came, error 4.00, naive 9.00, CRPS 2.50, within 80 %, below its target',
        '',
        'entry  arrived           passes  fails  errors  delivery',
        '    3  2026-03-02 06:30   1,176     24       0  monday\n',
      ].join('\n'),
    );
  });

  it('without a name, a tenant, a naive forecast and results says so; flags and interventions have their line', () => {
    const nameless = { datasetName: '', tenantId: '', naivePassPercentage: null, status: 'ungraded' } as const;
    const forecast = { ...ROW, ...nameless, flags: ['cold_start', 'no_history'] } as GradedRow;
    const by = { by: 'ann', reason: 'loaded\nagain', at: Date.parse('2026-03-01T09:00:00Z') };
    const lines = ledgerForecastText({ forecast, revisions: [], interventions: [by] }).split('\n');
    expect(lines).toContain('series          d-1, rule 101, tenant ""');
    expect(lines.slice(-7)).toEqual([
      'naive           none',
      'flags           cold_start no_history',
      'grade           ungraded',
      'intervened      ann, 2026-03-01 09:00: loaded\\nagain',
      '',
      'no results have arrived',
      '',
    ]);
  });

  it.each([
    [{ covered80: false, belowTarget: false }, 'CRPS 2.50, outside 80 %, within 95 %, target reached'],
    [{ covered80: false, covered95: false, naiveError: null }, 'error 4.00, CRPS 2.50, outside 95 %, below its target'],
  ])('says of %j where the result fell', (grade, text) => {
    const forecast = { ...ROW, ...grade };
    expect(ledgerForecastText({ forecast, revisions: [], interventions: [] })).toContain(`${text}\n`);
  });
});

describe('a forecast that was made again', () => {
  it('is equal, or differs in what is named', () => {
    expect(replayedText({ forecastId: 'f-1', isEqual: true, differences: [] })).toBe(
      'forecast f-1: made again, and equal in every bit\n',
    );
    const differences = [
      { field: 'predictedPassPercentage', kept: 92, replayed: 92.5 },
      { field: 'flags', kept: ['cold_start'], replayed: [] },
    ];
    expect(replayedText({ forecastId: 'f-1', isEqual: false, differences })).toBe(
      [
        'forecast f-1: made again, and different',
        '',
        'field                    kept            made again',
        'predictedPassPercentage  92              92.5',
        'flags                    ["cold_start"]  []\n',
      ].join('\n'),
    );
  });
});
