import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { closePredictor, explainForecast, Forecaster, readBundle, trainModel, writeBundle } from '../../src/index.js';
import { inPoints } from '../../src/forecast/in-points.js';
import { madePanel } from '../support/panels.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-explain-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function bundleOf(backend: string) {
  const spec = backend === 'naive' ? 'naive' : 'classic';
  const result = await trainModel(madePanel(), { backend, spec, rounds: 10, threads: 1 });
  result.predictor.model.close();
  const path = join(folder, backend);
  await writeBundle(path, result.bundle);
  return readBundle(path);
}

describe('explainForecast', () => {
  it.each(['lightgbm', 'ridge', 'hist-gradient-boosting', 'random-forest'])(
    'base and points of %s add up to the forecast',
    async (backend) => {
      const bundle = await bundleOf(backend);
      const forecaster = new Forecaster(bundle);
      for (const { datasetUuid, ruleCode } of forecaster.history.series) {
        const request = { datasetUuid, ruleCode, day: forecaster.history.lastDay + 1 };
        const { forecast, base, contributions, cutOffPoints } = explainForecast(bundle, forecaster, request);
        expect(forecast).toEqual(forecaster.one(request));
        const total = contributions.reduce((sum, { points }) => sum + points, base.percentage + cutOffPoints);
        expect(Math.abs(total - forecast.expectedPassPercentage)).toBeLessThan(1e-9);
        expect(contributions).toHaveLength(11);
      }
      bundle.predictor.model.close();
    },
  );

  it('shows values of features, categories as their texts, greatest effect first', async () => {
    const bundle = await bundleOf('lightgbm');
    const forecaster = new Forecaster(bundle);
    const { datasetUuid, ruleCode } = forecaster.history.series[0]!;
    const { contributions } = explainForecast(bundle, forecaster, {
      datasetUuid,
      ruleCode,
      day: forecaster.history.lastDay + 1,
    });
    expect(contributions.find(({ name }) => name === 'rule_code')!.value).toBe(ruleCode);
    expect(contributions.find(({ name }) => name === 'lag_7_day')!.meaning).toBe('pass percentage one week before');
    const sizes = contributions.map(({ points }) => Math.abs(points));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    bundle.predictor.model.close();
  });

  it('says which backends explain themselves where one does not', async () => {
    const bundle = await bundleOf('naive');
    const forecaster = new Forecaster(bundle);
    const { datasetUuid, ruleCode } = forecaster.history.series[0]!;
    expect(() => explainForecast(bundle, forecaster, { datasetUuid, ruleCode, day: 30_000 })).toThrow(
      /"naive" has no contributions; lightgbm, xgboost, ridge/,
    );
    bundle.predictor.model.close();
  });
});

describe('an explained distribution', () => {
  it('adds up to the mean and to the odds of missing the target, by the same columns', async () => {
    const panel = madePanel({ datasets: 3, rules: 2, days: 90 });
    const result = await trainModel(panel, { rounds: 20, threads: 1 });
    const path = join(folder, 'distribution');
    await writeBundle(path, result.bundle);
    closePredictor(result.predictor);
    const bundle = await readBundle(path);
    const forecaster = new Forecaster(bundle);
    for (const { datasetUuid, ruleCode } of forecaster.history.series) {
      const request = { datasetUuid, ruleCode, day: forecaster.history.lastDay + 1 };
      const { forecast, base, contributions, odds, scale } = explainForecast(bundle, forecaster, request);
      expect(forecast).toEqual(forecaster.one(request));
      expect(scale).toBe('fraction');
      const sumOf = (all: readonly { readonly points: number }[]) => all.reduce((sum, { points }) => sum + points, 0);
      expect(Math.abs(base.percentage + sumOf(contributions) - forecast.expectedPassPercentage)).toBeLessThan(1e-9);
      expect(odds!.percentage).toBe(100 * forecast.pBelowTarget);
      expect(Math.abs(odds!.base + odds!.history + sumOf(odds!.contributions) - odds!.percentage)).toBeLessThan(1e-9);
      expect(contributions.find(({ name }) => name === 'rule_code')!.value).toBe(ruleCode);
      expect(contributions.some(({ name }) => name === 'history')).toBe(true);
    }
    closePredictor(bundle.predictor);
  });
});

describe('inPoints', () => {
  it('shares the way from base to forecast out in proportion to log odds', () => {
    const { base, points } = inPoints(Float64Array.of(2, -1, 0), 'log-odds', 100 / (1 + Math.exp(-1)));
    expect(base).toBe(50);
    expect(points[0]! / points[1]!).toBeCloseTo(-2, 12);
    expect(base + points[0]! + points[1]!).toBeCloseTo(100 / (1 + Math.exp(-1)), 12);
  });

  it('gives contributions that cancel out the worth of the slope at the base', () => {
    expect([...inPoints(Float64Array.of(0.1, -0.1, 0), 'log-odds', 50).points]).toEqual([2.5, -2.5]);
  });

  it('reports what the bounds removed from a sum of fractions', () => {
    expect(inPoints(Float64Array.of(0.5, 0.25, 0.5), 'fraction', 100)).toMatchObject({ base: 50, cutOff: -25 });
  });
});

describe('inPoints and a damaged model', () => {
  it.each(['log-odds', 'fraction'] as const)('refuses contributions that are not finite, on the scale %s', (scale) => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const refusal = expect.objectContaining({ code: 'invalid-argument' });
      expect(() => inPoints(Float64Array.of(0.5, wrong, 0.1), scale, 50)).toThrow(refusal);
      expect(() => inPoints(Float64Array.of(0.5, 0.2, 0.1), scale, wrong)).toThrow(refusal);
    }
  });
});
