import type { ForecastRow } from '@dqs/core';
import type { Explanation } from '@dqs/pipelines';

import { explanationSentence, explanationText } from '../../src/text.js';
import { EVIL } from '../support/results.js';

const FORECAST: ForecastRow = {
  tenantId: 'eu',
  datasetUuid: 'd-1',
  datasetName: 'orders',
  ruleCode: '101',
  businessDate: '2026-03-02',
  asOfDate: '2026-03-01',
  horizon: 1,
  predictedPassPercentage: 87.5,
  expectedPassPercentage: 90.1,
  lower80: 75,
  upper80: 100,
  lower95: 62.5,
  upper95: 100,
  targetPercentage: 95,
  pBelowTarget: 0.565,
  executions: 200,
  naivePassPercentage: 97,
  flags: [],
  modelVersion: 'orders@1.0.0',
};

const feature = (name: string, meaning: string, value: string | number | null, points: number) => ({
  name,
  meaning,
  value,
  contribution: points / 10,
  points,
});

const EXPLANATION: Explanation = {
  forecast: FORECAST,
  scale: 'log-odds',
  meaning: 'in log odds',
  base: { contribution: 2, percentage: 88 },
  contributions: [
    feature('ma_7_day', 'mean of the last 7 days', 91.237, 4),
    feature('weekday', 'weekday', 'Mon', -1.5),
    feature('gap', 'days without a result', null, -0.3),
    feature('age', 'age of the series', 12, -0.1),
  ],
  cutOffPoints: 0,
};

describe('an explanation of a forecast', () => {
  it('is a table of features, greatest effect first, whose points add up to what is expected', () => {
    expect(explanationText(EXPLANATION, 2)).toBe(
      [
        'orders of tenant eu, rule 101, 2026-03-02 from results up to 2026-03-01',
        '',
        'feature              what it is               value  log odds  points',
        'start                                                  2.0000    88.0',
        'ma_7_day             mean of the last 7 days  91.24    0.4000   + 4.0',
        'weekday                                         Mon   -0.1500   − 1.5',
        '2 others                                              -0.0400   − 0.4',
        'expected percentage                                    2.2100    90.1',
        '',
        'Contributions are in log odds.',
        '',
        'Expected are 90.1 % = 88.0 % at the start + 4.0 mean of the last 7 days (91.24) − 1.5 weekday (Mon) − 0.4 2 others; ' +
          'the value of least error is 87.50 %, the median of the last 7 observed days 97.00 %.',
        'Rule 101 on orders: 56.5 % likely to fall below its target of 95 % on 2026-03-02 (expected 90.1 %, ' +
          '80 % range 75.0 to 100.0 %); naive says 97.0 %.\n',
      ].join('\n'),
    );
  });

  it('calls a single other one so, and a value that is not there missing', () => {
    const text = explanationText(EXPLANATION, 3);
    expect(text).toMatch(/^gap +days without a result +missing +-0\.0300 +− 0\.3$/m);
    expect(text).toMatch(/^1 other +-0\.0100 +− 0\.1$/m);
    expect(explanationText(EXPLANATION, 4)).not.toContain('other');
  });

  it('has a line for what was cut off at 0 or 100 %', () => {
    const cut = { ...EXPLANATION, scale: 'fraction', meaning: '', cutOffPoints: -2 } as const;
    const text = explanationText({ ...cut, forecast: { ...FORECAST, expectedPassPercentage: 88.1 } }, 4);
    expect(text).toMatch(/^feature .* fraction  points$/m);
    expect(text).toMatch(/^cut off +-0\.0200 +− 2\.0$/m);
    expect(text).not.toContain('Contributions are');
  });

  it('of a series without a name, a tenant and a naive forecast says what it has', () => {
    const forecast = { ...FORECAST, tenantId: '', datasetName: '', naivePassPercentage: null };
    const text = explanationText({ ...EXPLANATION, forecast }, 1);
    expect(text).toMatch(/^d-1, rule 101, 2026-03-02 from/);
    expect(text).toContain('the median of the last 7 observed days none.');
    expect(text).toContain('naive says nothing.');
  });

  it('names at most four features in the sentence, the rest together', () => {
    const contributions = Array.from({ length: 6 }, (_, i) => feature(`f${i}`, `what f${i} is`, i, 0.35));
    const sentence = explanationSentence({ ...EXPLANATION, contributions }, 6);
    expect(sentence).toContain('what f3 is (3)');
    expect(sentence).not.toContain('what f4 is');
    expect(sentence).toContain(' 2 others; ');
  });

  it('gives the odds as another sum behind it where they are explained', () => {
    const odds = { target: 95, percentage: 56.5, base: 40, history: 10, contributions: EXPLANATION.contributions };
    expect(
      explanationText({ ...EXPLANATION, odds: { ...odds, percentage: 52.1 } }, 2)
        .split('\n')
        .at(-2),
    ).toBe(
      'The odds are 52.1 % = 40.0 at the start + 10.0 from the history of the series + 4.0 (mean of the last 7 days) ' +
        '− 1.5 (weekday) − 0.4 from all others.',
    );
  });

  it('shows control characters in names rather than obey them', () => {
    const forecast = { ...FORECAST, datasetName: `${EVIL}\u001b[2J\n`, tenantId: 'e\ru', ruleCode: '1\t' };
    const contributions = [feature('f', 'what\nit is', 'a\u0007', 2.1)];
    const text = explanationText({ ...EXPLANATION, forecast, contributions }, 1);
    expect(text).not.toMatch(/[\u001b\u0007\r\t]/);
    expect(text.split('\n')).toHaveLength(12);
    expect(text).toContain(' of tenant e\\ru, rule 1\\t, ');
  });
});
