import fc from 'fast-check';

import {
  binomialCdf,
  binomialMedian,
  logGamma,
  meanAbsoluteError,
  meanError,
  median,
  pinballLoss,
  quantile,
  rootMeanSquaredError,
} from '../src/stats/index.js';

/** P(X ≤ k) by exact integer binomial coefficients: an oracle that shares nothing with the code. */
function cdfByDefinition(k: number, n: number, p: number): number {
  let coefficient = 1n;
  let sum = 0;
  for (let i = 0; i <= k; i += 1) {
    sum += Number(coefficient) * p ** i * (1 - p) ** (n - i);
    coefficient = (coefficient * BigInt(n - i)) / BigInt(i + 1);
  }
  return sum;
}

const probability = fc.double({ min: 0, max: 1, noNaN: true });

describe('binomial distribution', () => {
  it('the cumulative probability is the sum of its terms', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), probability, (n, k, p) => {
        // 1e-12: sixty terms, each with a relative error of a few 1e-15.
        expect(Math.abs(binomialCdf(k, n, p) - cdfByDefinition(Math.min(k, n), n, p))).toBeLessThan(1e-12);
      }),
    );
  });

  it('the median is the smallest count with at least half of the probability', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), probability, (n, p) => {
        const m = binomialMedian(n, p);
        expect(cdfByDefinition(m, n, p)).toBeGreaterThan(0.5 - 1e-9);
        if (m > 0) expect(cdfByDefinition(m - 1, n, p)).toBeLessThan(0.5 + 1e-9);
      }),
    );
  });

  it('the median of many trials stays within one of their mean', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 1_000_000 }), probability, (n, p) => {
        expect(Math.abs(binomialMedian(n, p) - n * p)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('minimises the expected absolute error among all counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), probability, (n, p) => {
        const mass = Array.from(
          { length: n + 1 },
          (_, k) => cdfByDefinition(k, n, p) - (k ? cdfByDefinition(k - 1, n, p) : 0),
        );
        const loss = (m: number) => mass.reduce((sum, weight, k) => sum + weight * Math.abs(k - m), 0);
        const best = Math.min(...mass.map((_, m) => loss(m)));
        expect(loss(binomialMedian(n, p)) - best).toBeLessThan(1e-9);
      }),
    );
  });

  it('ln Γ of whole numbers is the log of a factorial', () => {
    let logFactorial = 0;
    for (let n = 1; n < 170; n += 1) {
      expect(Math.abs(logGamma(n) - logFactorial)).toBeLessThan(1e-11 * Math.max(1, logFactorial));
      logFactorial += Math.log(n);
    }
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13);
  });
});

describe('errors of forecasts', () => {
  it('are the textbook means, pairs with a missing side left out', () => {
    const actual = [0, 50, 100, Number.NaN];
    const forecast = [10, 50, 70, 3];
    expect(meanAbsoluteError(actual, forecast)).toBeCloseTo(40 / 3, 12);
    expect(rootMeanSquaredError(actual, forecast)).toBeCloseTo(Math.sqrt(1000 / 3), 12);
    expect(meanError(actual, forecast)).toBeCloseTo(-20 / 3, 12);
  });

  it('of nothing are missing, not 0', () => {
    expect(meanAbsoluteError([], [])).toBeNaN();
    expect(rootMeanSquaredError([Number.NaN], [1])).toBeNaN();
  });
});

describe('order statistics', () => {
  it('the median is the ½-quantile', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
        expect(quantile(values, 0.5)).toBeCloseTo(median(values), 6);
      }),
    );
  });

  // Values of numpy.quantile([3, 1, 4, 1, 5], q).
  it.each([
    [0, 1],
    [0.25, 1],
    [0.4, 2.2],
    [0.9, 4.6],
    [1, 5],
  ])('the %d-quantile interpolates as NumPy does', (q, expected) => {
    expect(quantile([3, 1, 4, 1, 5], q)).toBeCloseTo(expected, 12);
  });

  it('of nothing is missing', () => {
    expect(median([])).toBeNaN();
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('the pinball loss', () => {
  it('weighs what lies above and below a quantile by its level', () => {
    expect([pinballLoss(90, 80, 0.9), pinballLoss(90, 100, 0.9), pinballLoss(90, 90, 0.9)]).toEqual([
      expect.closeTo(1, 12),
      expect.closeTo(9, 12),
      0,
    ]);
    expect(pinballLoss(20, 50, 0.5)).toBe(15);
  });
});
