import { normalCdf, normalQuantile, tCdf, tQuantile } from '@dqs/core/stats';

import { chiSquareSurvival, noncentralTCdf, tTestPower } from '../../../src/ab/stats/index.js';
import { relativeError, SCIPY, TOLERANCE } from '../support/scipy.js';

const FUNCTIONS: Readonly<Record<string, (...args: number[]) => number>> = {
  normalCdf: (x) => normalCdf(x!),
  normalQuantile: (p) => normalQuantile(p!),
  tCdf: (x, freedom) => tCdf(x!, freedom!),
  tQuantile: (p, freedom) => tQuantile(p!, freedom!),
  chiSquareSurvival: (x, freedom) => chiSquareSurvival(x!, freedom!),
};

describe.each(Object.keys(FUNCTIONS))('%s', (name) => {
  it('equals SciPy relative to the value, in the far tails too', () => {
    const cases = SCIPY.distributions[name]!;
    expect(cases.length).toBeGreaterThan(8);
    for (const values of cases) {
      const expected = values.at(-1)!;
      const error = relativeError(FUNCTIONS[name]!(...values.slice(0, -1)), expected);
      expect(error <= TOLERANCE ? 'near' : `${values.join(' ')}: ${error}`).toBe('near');
    }
  });
});

describe('the noncentral t distribution', () => {
  it('equals SciPy', () => {
    for (const [t, freedom, shift, expected] of SCIPY.distributions['noncentralTCdf']!) {
      expect(Math.abs(noncentralTCdf(t!, freedom!, shift!) - expected!)).toBeLessThan(TOLERANCE);
    }
  });

  it('without a shift is the central one', () => {
    for (const freedom of [1, 4, 60]) expect(noncentralTCdf(1.4, freedom, 0)).toBeCloseTo(tCdf(1.4, freedom), 10);
  });
});

describe('the power of a t test', () => {
  it('without an effect is α', () => {
    for (const alpha of [0.01, 0.05, 0.2]) expect(tTestPower(0, 12, alpha)).toBeCloseTo(alpha, 9);
  });

  it('rises with the effect, on either side, to 1', () => {
    expect(tTestPower(2, 20, 0.05)).toBeGreaterThan(tTestPower(1, 20, 0.05));
    expect(tTestPower(-2, 20, 0.05)).toBeCloseTo(tTestPower(2, 20, 0.05), 9);
    expect(tTestPower(12, 20, 0.05)).toBeCloseTo(1, 6);
  });

  it('is 0 if no value is enough', () => {
    expect(tTestPower(3, 5, 0.05, Infinity)).toBe(0);
  });
});
