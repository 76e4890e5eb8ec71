import type { ValidationReport } from '@dqs/pipelines';

import { gatesSummary, gatesText, validationText } from '../src/text.js';

const EVIL = '</style><img src=x onerror=alert(1)>';

function report(verdict: 'pass' | 'fail' | 'inconclusive'): ValidationReport {
  return {
    passed: verdict !== 'fail',
    checks: [
      { section: 'bundle', name: 'features', verdict: 'pass', reason: 'all there', value: 11, threshold: 11 },
      { section: 'forecasts', name: 'skill', verdict, reason: EVIL, value: -0.25, threshold: 0 },
    ],
    evaluation: null,
    backtest: null,
    segments: [{ kind: 'dataset', segment: EVIL, rows: 60, mae: 3, naiveMae: 2, excess: 0.5 }],
    batch: {
      rows: 120,
      from: '2026-01-01',
      to: '2026-01-20',
      flagged: { out_of_range: 2, unseen_category: 0, no_history: 1, not_finite: 0 },
      drift: [{ name: EVIL, psi: 0.4, ks: 0.2, pValue: 0.01 }],
    },
    timings: {},
  };
}

describe('validationText', () => {
  it('ends with the verdict and counts', () => {
    expect(validationText(report('fail'), { name: 'm' })).toMatch(
      /m does not pass: 1 check passed, 1 failed, 0 inconclusive\n$/,
    );
    expect(validationText(report('pass'), { name: 'm', html: 'r.html' })).toMatch(
      /m passes: .*\nReport written to r\.html\n$/,
    );
  });

  it('lists what moved since the training', () => {
    expect(validationText(report('pass'), { name: 'm' })).toContain('120 rows, 2026-01-01 to 2026-01-20');
  });

  it('names it by what it is, where that is known', () => {
    const plain = report('pass');
    const drift = [{ name: 'lag_7_day', meaning: 'pass percentage one week before', psi: 0.4, ks: 0.2, pValue: 0.01 }];
    const text = validationText({ ...plain, batch: { ...plain.batch, drift } }, { name: 'm' });
    expect(text).toMatch(/^pass percentage one week before +0\.4/m);
    expect(text).not.toContain('lag_7_day');
  });
});

describe('verdicts of a promotion', () => {
  it('are counted in the words of every other report', () => {
    const text = gatesText({ ...report('inconclusive'), passed: true } as Parameters<typeof gatesText>[0]);
    expect(text).toMatch(/^ {2}inconclusive +skill: /);
    expect(text).toContain('  1 check passed, 0 failed, 1 inconclusive\n');
  });
});

describe('gatesSummary', () => {
  it('says in a line that all is well, and names what is inconclusive', () => {
    expect(gatesSummary(report('pass'))).toContain('Gates: 2 checks passed, 0 failed, 0 inconclusive;');
    expect(gatesSummary(report('inconclusive'))).toContain('Gates: 1 check passed, 0 failed, 1 inconclusive (skill);');
  });

  it('gives the reasons of a no, and tells where nothing was asked', () => {
    expect(gatesSummary(report('fail'))).toMatch(/FAIL +skill[\s\S]*A gate failed/);
    expect(gatesSummary(null)).toContain('skipped');
  });
});
