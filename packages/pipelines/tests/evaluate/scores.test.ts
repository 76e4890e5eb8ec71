import { type PointRule } from '../../src/index.js';
import { pointForecasts } from '../../src/forecast/point-forecast.js';
import { scoreSegments } from '../../src/evaluate/scores.js';

const f = (...values: number[]) => Float64Array.from(values);

describe('scores', () => {
  const input = {
    actual: f(100, 0, 50, 100),
    expected: f(90, 20, 50, 80),
    predicted: f(100, 0, 40, 100),
    weight: Float32Array.of(1, 2, 3, 4),
    naive: { 'last-value': f(100, 50, 50, 100), 'mean-7': f(80, 40, 60, 80) },
    segment: ['DATASET', 'DATASET', 'ATTRIBUTE', ''],
  };
  const [all, attribute, dataset] = scoreSegments(input);

  it('cover all rows first, then each level', () => {
    expect([all, attribute, dataset].map((s) => [s!.segment, s!.rows])).toEqual([
      ['all', 4],
      ['ATTRIBUTE', 1],
      ['DATASET', 2],
    ]);
  });

  it('MAE is of the point forecast, RMSE and bias of the expected value', () => {
    expect(all!.model.mae).toBeCloseTo(2.5, 12);
    expect(all!.model.rmse).toBeCloseTo(Math.sqrt((100 + 400 + 0 + 400) / 4), 12);
    expect(all!.model.bias).toBeCloseTo((-10 + 20 + 0 - 20) / 4, 12);
  });

  it('the skill compares with the naive forecast of least MAE', () => {
    expect(all!.bestNaive).toBe('last-value');
    expect(all!.skill).toBeCloseTo(1 - 2.5 / 12.5, 12);
    expect(attribute!.skill).toBeNull();
  });

  it('one level alone is not repeated as a segment', () => {
    expect(scoreSegments({ ...input, segment: ['DATASET', 'DATASET', '', ''] })).toHaveLength(1);
  });
});

describe('point forecasts', () => {
  it('of one execution are 0 or 100', () => {
    expect([...pointForecasts({ kind: 'binomial' }, f(0.49, 0.51), Float32Array.of(1, 1))]).toEqual([0, 100]);
  });

  it('move in steps of one execution', () => {
    expect([...pointForecasts({ kind: 'binomial' }, f(0.9, 0.9), Float32Array.of(8, 10))]).toEqual([87.5, 90]);
  });

  it('of a median model are its output', () => {
    const rule: PointRule = { kind: 'identity' };
    expect([...pointForecasts(rule, f(0.25), Float32Array.of(8))]).toEqual([25]);
  });
});
