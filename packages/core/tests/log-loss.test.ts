import { weightedLogLoss } from '../src/stats/index.js';

const f = (...values: number[]) => Float64Array.from(values);

describe('weightedLogLoss', () => {
  it('is the cross-entropy of fractions, weighted', () => {
    const first = -(0.8 * Math.log(0.7) + 0.2 * Math.log(0.3));
    const second = -Math.log(0.9);
    expect(weightedLogLoss(f(80, 100), f(70, 90), f(3, 1))).toBeCloseTo((3 * first + second) / 4, 12);
  });

  it('is least where the forecast is the fraction itself', () => {
    const at = (forecast: number) => weightedLogLoss(f(60), f(forecast), f(1));
    for (const other of [0, 30, 59, 61, 90, 100]) expect(at(other)).toBeGreaterThan(at(60));
  });

  it('limits the cost of a certain forecast that fails', () => {
    expect(weightedLogLoss(f(0), f(100), f(1))).toBeCloseTo(-Math.log(0.001), 12);
    expect(weightedLogLoss(f(100), f(100), f(1))).toBeCloseTo(-Math.log(0.999), 12);
  });

  it('leaves out missing values, and is NaN if none is left', () => {
    expect(weightedLogLoss(f(50, Number.NaN, 50), f(50, 50, Number.NaN), f(1, 1, 1))).toBeCloseTo(Math.LN2, 12);
    expect(weightedLogLoss(f(), f(), f())).toBeNaN();
  });
});
