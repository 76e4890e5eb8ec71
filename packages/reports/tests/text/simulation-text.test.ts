import type { SimulationReport } from '@dqs/pipelines';

import { simulationText } from '../../src/text.js';

const month = {
  month: '2026-01',
  forecasts: 1240,
  graded: 1200,
  mae: 2.31,
  crps: 1.8,
  naiveMae: 2.62,
  skill: 0.118,
  coverage80: 0.796,
  coverage95: 0.943,
  warnings: 12,
  precision: 0.75,
  recall: 0.5,
};

const REPORT: SimulationReport = {
  from: '2026-01-01',
  to: '2026-01-31',
  days: 31,
  seed: 1,
  deliveries: 62,
  revisions: 0,
  forecasts: 1240,
  grades: 1200,
  faults: [],
  others: [],
  months: [month],
  alerts: null,
  timings: {} as never,
};

describe('a simulated operation', () => {
  it('is what was done, then month by month how well', () => {
    expect(simulationText(REPORT)).toBe(
      [
        '31 days from 2026-01-01 to 2026-01-31: 62 deliveries, 1,240 forecasts, 1,200 grades',
        '',
        'month    graded   MAE  naive  skill %  CRPS  80 %  95 %  warnings  came true %  foretold %',
        '2026-01   1,200  2.31   2.62     11.8  1.80  79.6  94.3        12         75.0        50.0',
        '',
        'nothing was found that was not planted\n',
      ].join('\n'),
    );
  });

  it('of one day says so, and leaves out what a month without grades cannot tell', () => {
    const unknown = { mae: null, crps: null, naiveMae: null, skill: null, coverage80: null, coverage95: null };
    const empty = { ...month, graded: 0, ...unknown, warnings: 0, precision: null, recall: null };
    const one = { days: 1, deliveries: 1, forecasts: 1, grades: 1 };
    const lines = simulationText({ ...REPORT, ...one, to: REPORT.from, months: [empty] }).split('\n');
    expect(lines[0]).toBe('1 day from 2026-01-01 to 2026-01-01: 1 delivery, 1 forecast, 1 grade');
    expect(lines[3]!.split(/ +/)).toEqual(['2026-01', '0', '0']);
  });

  it('tells of each planted fault when and how it was found, or that it was not', () => {
    const fault = { fault: 'drop 101 20', kind: 'drop', amount: 20, from: '2026-01-05', to: '2026-01-09' } as const;
    const found = (by: string, delayDays: number) => ({ by, date: '2026-01-06', delayDays }) as never;
    const faults = [
      { ...fault, found: found('surprise', 1) },
      { ...fault, found: found('degraded', 1200) },
      { ...fault, found: found('silent', 0) },
      { ...fault, found: found('known', 0) },
      { ...fault, found: found('replaced', 0) },
      { ...fault, fault: 'late\nshop', found: null },
    ];
    expect(simulationText({ ...REPORT, faults }).split('\n\n')[2]).toBe(
      [
        'planted      found       days later  by',
        'drop 101 20  2026-01-06           1  results worse than chance explains',
        'drop 101 20  2026-01-06       1,200  losses higher than they were',
        'drop 101 20  2026-01-06           0  source silent',
        'drop 101 20  2026-01-06           0  delivery known already',
        'drop 101 20  2026-01-06           0  delivery replaced',
        'late\\nshop   no',
      ].join('\n'),
    );
  });

  it('counts what was found beside it, by kind, and the days on which it was', () => {
    const other = (kind: 'surprise' | 'silent', date: string) => ({ kind, date, source: 'shop' });
    const days = [other('surprise', '2026-01-05'), other('silent', '2026-01-05')];
    expect(
      simulationText({ ...REPORT, others: days })
        .split('\n')
        .at(-2),
    ).toBe('found beside it, on 1 day: source silent 1, results worse than chance explains 1');
    expect(
      simulationText({ ...REPORT, others: [...days, other('surprise', '2026-01-07')] })
        .split('\n')
        .at(-2),
    ).toBe('found beside it, on 2 days: source silent 1, results worse than chance explains 2');
  });

  it('with a policy ends with what it would have sent', () => {
    const alerts = { policy: 'main', from: null, to: null } as never;
    expect(simulationText({ ...REPORT, alerts })).toMatch(/not planted\n\nmain: no day to simulate\n$/);
  });
});
