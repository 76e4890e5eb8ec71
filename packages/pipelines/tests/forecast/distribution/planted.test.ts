import { coveredByPit, medianPercentage, randomisedPits } from '@dqs/core/stats';

import { closePredictor, forecast, trainModel } from '../../../src/index.js';
import { expectedScores, plantedHistory, type PlantedShape } from '../../support/planted.js';

/** Forecasts of the last fifth of a planted history, by a model that was trained quickly. */
async function quickly(shape: PlantedShape) {
  const planted = plantedHistory({ datasets: 2, rules: 3, ...shape });
  const { predictor } = await trainModel(planted.training, { testFraction: 0, rounds: 20, threads: 1 });
  try {
    const { distributions } = forecast(predictor, planted.history, planted.requests, { threads: 1 });
    return { ...planted, distributions, ...expectedScores(distributions, planted.truth) };
  } finally {
    closePredictor(predictor);
  }
}

describe('forecasts of histories whose distributions are known', () => {
  it.each([
    { kind: 'constant', executions: 1, most: 0.05 },
    { kind: 'constant', executions: 12, most: 0.05 },
    { kind: 'over-dispersed', executions: 60, rules: 1, most: 0.05 },
    { kind: 'one-in-doubt', executions: 6, most: 0.05 },
    { kind: 'weekday', executions: 3, most: 0.09 },
    { kind: 'regimes', executions: 2, most: 0.05 },
    { kind: 'shift', executions: 6, most: 0.05 },
  ] as const)(
    'of kind $kind with $executions executions score next to what the truth does',
    async ({ most, ...shape }) => {
      const { ofTruth, excess } = await quickly(shape);
      expect(ofTruth).toBeGreaterThan(0.5);
      expect(excess / ofTruth).toBeLessThan(most);
    },
  );

  it('are as wide as the truth: central intervals hold about the share they name', async () => {
    const pits: number[] = [];
    for (const kind of ['constant', 'over-dispersed', 'regimes'] as const) {
      const { distributions, came } = await quickly({ kind, executions: 8, seed: 3 });
      pits.push(...randomisedPits(distributions, came, 1));
    }
    expect(coveredByPit(pits, 0.8) / pits.length).toBeCloseTo(0.8, 1);
    expect(coveredByPit(pits, 0.95) / pits.length).toBeGreaterThan(0.92);
  });

  it.each([1, 2, 6, 12, 22, 25, 60, 1000])(
    'where the same one of %i fails every day say so, and next to nothing else',
    async (executions) => {
      const { distributions, excess } = await quickly({ kind: 'all-but-one', executions, days: 60 });
      distributions.executions.forEach((n, row) => {
        expect(n).toBe(executions);
        expect(medianPercentage(distributions, row)).toBe((100 * (executions - 1)) / executions);
      });
      expect(excess).toBeLessThan(0.03);
    },
  );
});

describe('planted histories', () => {
  it('have results that are as likely as their truth says', () => {
    for (const kind of ['over-dispersed', 'regimes', 'weekday', 'shift'] as const) {
      const { truth, came } = plantedHistory({ kind, executions: 6, datasets: 10, rules: 6 });
      const expected = truth.reduce((sum, chances) => sum + chances.reduce((mean, p, k) => mean + p * k, 0), 0);
      const passes = came.passes.reduce((sum, k) => sum + k, 0);
      expect(Math.abs(passes / expected - 1)).toBeLessThan(0.02);
    }
  });
});
