import type { Trial } from '@dqs/search';

import type { DistributionScores, TuningComparison } from '../../src/index.js';
import { tuningVerdict } from '../../src/tune/verdict.js';

const trial = (number: number, value: number | null): Trial => ({
  number,
  value,
  parameters: {},
  state: 'complete',
  steps: [],
  durationMs: 1,
});

function comparison(low: number, mean: number, high: number): TuningComparison {
  const evaluation = (crps: number) => ({
    from: '2026-01-01',
    to: '2026-01-31',
    horizon: 1,
    rows: 10,
    scores: [
      {
        segment: 'all',
        rows: 10,
        model: { mae: 2 * crps, rmse: 9, bias: 0 },
        naive: {},
        bestNaive: 'median-7',
        skill: 0,
        distribution: { model: { crps } as DistributionScores, naive: {}, bestNaive: 'last', skill: 0 },
      },
    ],
  });
  const verdict = low > 0 ? 'tuned better' : high < 0 ? 'defaults better' : 'inconclusive';
  return {
    from: '2026-01-01',
    to: '2026-01-31',
    days: 31,
    defaults: evaluation(3),
    tuned: evaluation(3 - mean),
    improvement: { low, mean, high },
    maeImprovement: { low: 2 * low, mean: 2 * mean, high: 2 * high },
    verdict,
    reason: 'the difference lies in −0.100 … +0.050 at 95 % confidence, which contains 0',
  };
}

const verdictOf = (
  low: number,
  mean: number,
  high: number,
  best = trial(4, 2.5),
  defaults: Trial | null = trial(0, 2.6),
) => tuningVerdict({ comparison: comparison(low, mean, high), best, defaults, trials: 50 });

describe('the verdict', () => {
  it('praises only what the interval shows', () => {
    expect(verdictOf(0.01, 0.1, 0.2)).toBe(
      'Tuned parameters are better: CRPS 3.000 with the defaults, 2.900 tuned: improvement +0.100 points, 95 % interval +0.010 to +0.200 (MAE +0.200), on 2026-01-01 to 2026-01-31 (31 days), which the search never saw.',
    );
  });

  it('says that it is inconclusive and why, with the gain on the validation windows', () => {
    const text = verdictOf(-0.05, 0.02, 0.1);
    expect(text).toMatch(
      /^Inconclusive: .* improvement \+0\.020 points, 95 % interval −0\.050 to \+0\.100 .*, which contains 0\. In/,
    );
    expect(text).toContain('gained +0.100 points (2.600 to 2.500)');
  });

  it('says that the defaults are better where they are', () => {
    expect(verdictOf(-0.2, -0.1, -0.01)).toMatch(/^The defaults are better: /);
  });

  it('tells where the defaults won the search, and where they were no part of it', () => {
    expect(verdictOf(-1, 0, 1, trial(0, 2.6), trial(0, 2.6))).toContain('None of 50 trials beat the defaults');
    expect(verdictOf(-1, 0, 1, trial(3, 2.5), null)).toContain('the defaults are outside the space');
  });
});
