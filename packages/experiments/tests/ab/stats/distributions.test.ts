import * as fc from 'fast-check';

import {
  chiSquareSurvival,
  noncentralTCdf,
  normalCdf,
  normalQuantile,
  tCdf,
  tQuantile,
  tTestPower,
} from '../../../src/index.js';
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

describe('quantiles', () => {
  it('undo the distribution function', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 0.5, noNaN: true }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        (p, v) => {
          expect(relativeError(tCdf(tQuantile(p, v), v), p)).toBeLessThan(1e-11);
          expect(relativeError(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-11);
        },
      ),
      { seed: 1 },
    );
  });

  it('are symmetric, and infinite at the ends', () => {
    expect(tQuantile(0.975, 7)).toBe(-tQuantile(0.025, 7));
    expect([tQuantile(0, 5), tQuantile(1, 5), normalQuantile(0), normalQuantile(1)]).toEqual([
      -Infinity,
      Infinity,
      -Infinity,
      Infinity,
    ]);
  });

  it('of infinite degrees of freedom are those of the normal distribution', () => {
    expect(tQuantile(0.01, Infinity)).toBe(normalQuantile(0.01));
    expect(tCdf(-1.3, Infinity)).toBe(normalCdf(-1.3));
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

  it('is none where no value is enough', () => {
    expect(tTestPower(3, 5, 0.05, Infinity)).toBe(0);
  });
});
