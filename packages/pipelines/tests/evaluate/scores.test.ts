import { type PointRule } from '../../src/index.js';
import { pointForecasts } from '../../src/forecast/point-forecast.js';
import { distributionRows } from '../../src/evaluate/distribution-rows.js';
import { scoreSegments } from '../../src/evaluate/scores.js';
import { binomialTable } from '@dqs/core/stats';

const f = (...values: number[]) => Float64Array.from(values);

/** Two executions a day: their results, and forecasts of even odds. */
const came = { passes: Int32Array.of(2, 0, 1, 2), executions: new Int32Array(4).fill(2) };
const even = distributionRows(binomialTable(came.executions, new Float64Array(4).fill(0.5)), came, 100);
const sure = distributionRows(binomialTable(came.executions, new Float64Array(4).fill(1)), came, 100);

describe('scores', () => {
  const input = {
    actual: f(100, 0, 50, 100),
    expected: f(90, 20, 50, 80),
    predicted: f(100, 0, 40, 100),
    weight: Float32Array.of(1, 2, 3, 4),
    naive: { 'last-value': f(100, 50, 50, 100), 'mean-7': f(80, 40, 60, 80) },
    labels: {
      level: ['DATASET', 'DATASET', 'ATTRIBUTE', ''],
      rule: ['104', '103', '104', '104'],
      horizon: Int32Array.of(1, 10, 2, 2),
    },
    distributions: {
      model: even,
      isSpreadLearned: false,
      naive: { 'last-7': sure, 'last-28': even },
      bestNaive: 'last-7',
      bestByLevel: new Map([['DATASET', 'last-28']]),
      trailingBest: f(0, 0, 0, 0),
      target: 100,
    },
  };
  const scores = scoreSegments(input);
  const [all, attribute, dataset, , rule104] = scores;

  it('cover all rows first, then each level, rule and horizon', () => {
    expect(scores.map(({ segment, kind, rows }) => [segment, kind, rows])).toEqual([
      ['all', 'all', 4],
      ['ATTRIBUTE', 'level', 1],
      ['DATASET', 'level', 2],
      ['rule: 103', 'rule', 1],
      ['rule: 104', 'rule', 3],
      ['horizon: 1', 'horizon', 1],
      ['horizon: 2', 'horizon', 2],
      ['horizon: 10', 'horizon', 1],
    ]);
  });

  it('a rule has the same scores as any other segment', () => {
    expect(Object.keys(rule104!)).toEqual(Object.keys(all!));
    expect(rule104!.model.mae).toBeCloseTo(10 / 3, 12);
  });

  it('of distributions are means over the rows of the segment, beside every naive distribution', () => {
    // Binomial(2, ½): the ranked probability score is (1/16 + 9/16)/2 at 0 and 100, and (1/16 + 1/16)/2 at 50.
    expect(all!.distribution!.model.crps).toBeCloseTo((100 * (3 * (5 / 16) + 1 / 16)) / 4, 12);
    expect(dataset!.distribution!.model.crps).toBeCloseTo((100 * 5) / 16, 12);
    expect(all!.distribution!.naive['last-7']!.crps).toBeCloseTo((0 + 100 + 50 + 0) / 4, 12);
    expect(all!.distribution!.model.logScore).toBeCloseTo((3 * Math.log(4) + Math.log(2)) / 4, 12);
    expect(all!.distribution!.model).toMatchObject({ mae: 37.5, intervalScore80: 100, intervalScore95: 100 });
    expect(all!.distribution!.model.rmse).toBeCloseTo(Math.sqrt(7500 / 4), 12);
  });

  it('the skill of distributions compares with the naive one that was chosen, be it the best here or not', () => {
    const { bestNaive, skill, model, naive } = rule104!.distribution!;
    expect(bestNaive).toBe('last-7');
    expect(skill).toBeCloseTo(1 - model.crps / naive['last-7']!.crps, 12);
    const other = scoreSegments({ ...input, distributions: { ...input.distributions, bestNaive: 'last-28' } });
    expect(other[0]!.distribution!.skill).toBe(0);
  });

  it('a level is compared with the naive distribution that was chosen for it', () => {
    expect([dataset, attribute].map((level) => level!.distribution!.bestNaive)).toEqual(['last-28', 'last-7']);
    expect(dataset!.distribution!.skill).toBe(0);
  });

  it('coverage is the share of rows whose randomised PIT is inside, within its band', () => {
    const { share, low, high } = all!.distribution!.model.coverage80;
    const inside = even.pit.filter((pit) => pit > 0.1 && pit < 0.9).length;
    expect(share).toBe(inside / 4);
    expect(low).toBeLessThan(share);
    expect(high).toBeGreaterThanOrEqual(share);
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
    const labels = {
      level: ['DATASET', 'DATASET', '', ''],
      rule: ['1', '1', '1', '1'],
      horizon: new Int32Array(4).fill(1),
    };
    expect(scoreSegments({ ...input, labels })).toHaveLength(1);
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
