import fc from 'fast-check';

import { clusteredMean, kolmogorovSmirnovDistance, populationStabilityIndex } from '../src/stats/index.js';

const counts = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 6, maxLength: 6 });

describe('populationStabilityIndex', () => {
  it('has the value of a calculation by hand', () => {
    // (0.5 − 0.25)·ln 2 + (0.5 − 0.75)·ln(2/3)
    expect(populationStabilityIndex([25, 75], [50, 50])).toBeCloseTo(0.25 * Math.log(2) - 0.25 * Math.log(2 / 3), 12);
  });

  it('is 0 for equal shares, symmetric, and never below 0', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        expect(
          populationStabilityIndex(
            a,
            a.map((count) => 3 * count),
          ),
        ).toBeCloseTo(0, 12);
        expect(populationStabilityIndex(a, b)).toBeCloseTo(populationStabilityIndex(b, a), 12);
        expect(populationStabilityIndex(a, b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('stays finite where a bin is empty and is missing where all are', () => {
    expect(populationStabilityIndex([0, 10], [10, 0])).toBeGreaterThan(10);
    expect(populationStabilityIndex([0, 10], [10, 0])).toBeLessThan(100);
    expect(populationStabilityIndex([0, 0], [1, 2])).toBeNaN();
  });
});

describe('kolmogorovSmirnovDistance', () => {
  it('is the greatest difference of the cumulative shares', () => {
    expect(kolmogorovSmirnovDistance([1, 1, 2], [2, 2, 0])).toBeCloseTo(0.5, 12);
    expect(kolmogorovSmirnovDistance([1, 0], [0, 1])).toBe(1);
    expect(kolmogorovSmirnovDistance([], [])).toBeNaN();
  });

  it('lies between 0 and 1', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const distance = kolmogorovSmirnovDistance(a, b);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe('clusteredMean', () => {
  it('with one value a cluster has the usual standard error of the mean', () => {
    const values = [1, 4, 2, 8, 5];
    const { mean, standardError, clusters } = clusteredMean(values, [1, 2, 3, 4, 5]);
    const variance = values.reduce((sum, value) => sum + (value - 4) ** 2, 0) / 4;
    expect(mean).toBe(4);
    expect(standardError).toBeCloseTo(Math.sqrt(variance / 5), 12);
    expect(clusters).toBe(5);
  });

  it('does not become more certain when every value of a day is repeated ten times', () => {
    const values = [1, 4, 2, 8, 5];
    const ten = values.flatMap((value) => Array<number>(10).fill(value));
    const days = values.flatMap((_, day) => Array<number>(10).fill(day));
    expect(clusteredMean(ten, days).standardError).toBeCloseTo(
      clusteredMean(values, [0, 1, 2, 3, 4]).standardError,
      12,
    );
  });

  it('gives the same for clusters that lie far apart as for neighbours', () => {
    const values = [1, 4, 2, 8, 5, 7];
    const near = clusteredMean(values, [1, 1, 2, 3, 3, 4]);
    expect(clusteredMean(values, [-1e9, -1e9, 0.5, 7, 7, 2e9])).toEqual(near);
    expect(near.clusters).toBe(4);
  });

  it('counts the clusters that have a value: days in between, or without one, are none', () => {
    const near = clusteredMean([1, 4, 2, 8], [1, 2, 3, 4]);
    expect(clusteredMean([1, 4, 2, 8], [1, 2, 30, 41])).toEqual(near);
    expect(clusteredMean([1, 4, Number.NaN, 2, 8], [1, 2, 3, 4, 9])).toEqual(near);
  });

  it('leaves missing values out and has no error with one cluster', () => {
    expect(clusteredMean([1, Number.NaN, 3], [7, 7, 7])).toEqual({
      mean: 2,
      standardError: Number.NaN,
      clusters: 1,
      correlation: 0,
    });
    expect(clusteredMean([], []).mean).toBeNaN();
  });
});
