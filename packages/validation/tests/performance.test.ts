import { performanceChecks, segmentResults, gateLimits } from '../src/index.js';
import { worstSegmentCheck } from '../src/gates/worst-segment.js';
import { madeRows, verdicts } from './support/rows.js';

const limits = gateLimits();

describe('performanceChecks', () => {
  it('passes a model that is better than the best naive forecast, with the skill as value', () => {
    const rows = madeRows();
    const [mae, skill] = performanceChecks(rows, limits);
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
    const error = (forecast: Float64Array) => mean(rows.actual.map((actual, row) => Math.abs(actual - forecast[row]!)));
    expect(mae!.value).toBeCloseTo(error(rows.predicted), 9);
    expect(skill!.value).toBeCloseTo(1 - error(rows.predicted) / error(rows.naive['median-7']!), 9);
    expect(verdicts([mae!, skill!])).toEqual({ mae: 'pass', skill: 'pass' });
  });

  it('fails one that is clearly worse, and tells both errors', () => {
    const [, skill] = performanceChecks(madeRows({ modelError: 12 }), limits);
    expect(skill).toMatchObject({ verdict: 'fail', reason: expect.stringMatching(/MAE .* beside .* \(median-7\)/) });
  });

  it('is inconclusive where chance explains the difference', () => {
    const skills = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const [, skill] = performanceChecks(madeRows({ seed, modelError: 8, series: 4 }), limits);
      return skill!.verdict;
    });
    expect(skills).not.toContain('fail');
    expect(skills).toContain('inconclusive');
  });

  it('requires the configured skill', () => {
    const rows = madeRows();
    const [, skill] = performanceChecks(rows, gateLimits({ minSkill: 0.8 }));
    expect(skill).toMatchObject({ verdict: 'fail', threshold: 0.8 });
  });

  it('judges the model against the best of the naive forecasts', () => {
    const rows = madeRows();
    const better = { ...rows, naive: { ...rows.naive, oracle: rows.actual.map((value) => value + 0.1) } };
    expect(performanceChecks(better, limits)[1]!.verdict).toBe('fail');
  });

  it('has no skill to tell where the naive forecast makes no error, and passes a model that makes none either', () => {
    const rows = madeRows();
    const perfect = { ...rows, naive: { same: rows.actual } };
    expect(performanceChecks(perfect, limits)[1]).toMatchObject({ verdict: 'fail', value: null });
    expect(performanceChecks({ ...perfect, predicted: rows.actual }, limits)[1]!.verdict).toBe('pass');
  });

  it('does not judge on too few rows or days', () => {
    expect(verdicts(performanceChecks(madeRows({ days: 3, series: 100 }), limits))).toEqual({
      mae: 'inconclusive',
      skill: 'inconclusive',
    });
    expect(performanceChecks(madeRows({ days: 20, series: 1 }), limits)[0]!.reason).toContain('only 20 forecasts');
  });

  it('limits the mean absolute error itself', () => {
    expect(performanceChecks(madeRows({ modelError: 4 }), gateLimits({ maxMae: 2 }))[0]!.verdict).toBe('fail');
  });
});

describe('worstSegmentCheck', () => {
  it('names the segment that is clearly worse than its naive forecast', () => {
    const check = worstSegmentCheck(madeRows({ days: 60, worstSeries: 20 }), limits);
    expect(check).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('dataset "d0"') });
  });

  it('raises no alarm over many segments of a model that is good everywhere', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      expect(worstSegmentCheck(madeRows({ seed, days: 60, series: 40, modelError: 7.5 }), limits).verdict).toBe('pass');
    }
  });

  it('leaves out segments without a name and with few rows', () => {
    const rows = madeRows({ days: 60 });
    const { names, code } = rows.segments['dataset']!;
    const unnamed = {
      ...rows,
      segments: { dataset: { names: names.map((name) => (name === 'd0' ? '' : name)), code } },
    };
    expect(segmentResults(unnamed, limits).map(({ segment }) => segment)).not.toContain('');
    expect(segmentResults(madeRows({ days: 20 }), limits)).toEqual([]);
    expect(worstSegmentCheck(madeRows({ days: 20 }), limits).verdict).toBe('inconclusive');
  });

  it('gives rows and errors of every segment, the worst first', () => {
    const results = segmentResults(madeRows({ days: 60, worstSeries: 20 }), limits);
    expect(results).toHaveLength(10);
    expect(results[0]).toMatchObject({ kind: 'dataset', segment: 'd0', rows: 60 });
    expect(results[0]!.mae).toBeGreaterThan(15);
  });
});
