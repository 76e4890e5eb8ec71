import { normalCdf, Random, tQuantile } from '@dqs/core';
import * as fc from 'fast-check';

import { InformationMixture, mixtureScale, TMixture, type TTest } from '../../../src/index.js';
import { relativeError, SCIPY } from '../support/scipy.js';

describe('the t mixture', () => {
  it.each(SCIPY.mixtures)('has the evidence that SciPy integrates over noncentral t distributions (%#)', (one) => {
    const { count, scale, t, evidence } = one;
    const found = Math.exp(new TMixture(scale, 0.05).logEvidence(count, t / Math.sqrt(count), 1));
    // The density of SciPy's noncentral t is good to about 1e-9.
    expect(relativeError(found, evidence)).toBeLessThan(1e-8);
  });

  it('has an interval that ends where the evidence reaches 1 / α', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 400 }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        fc.double({ min: 0.001, max: 0.3, noNaN: true }),
        (count, mean, variance, alpha) => {
          const mixture = new TMixture(0.4, alpha);
          const { low, high } = mixture.interval(count, mean, variance);
          for (const end of [low, high].filter((value) => Number.isFinite(value))) {
            expect(mixture.logEvidence(count, mean, variance, end)).toBeCloseTo(-Math.log(alpha), 6);
          }
        },
      ),
      { seed: 2 },
    );
  });

  it('excludes nothing while the sample is too small for any value to be enough', () => {
    const mixture = new TMixture(0.3, 0.05);
    expect(mixture.interval(1, 3, Number.NaN)).toEqual({ low: -Infinity, high: Infinity, pValue: 1 });
    expect(mixture.interval(2, 3, 0.0001)).toMatchObject({ low: -Infinity, high: Infinity });
    expect(mixture.critical(2)).toBe(Infinity);
  });

  it('finds nothing in zeros, and everything in differences that never vary', () => {
    const mixture = new TMixture(0.3, 0.05);
    expect(mixture.interval(20, 0, 0)).toMatchObject({ low: 0, high: 0, pValue: 1 });
    expect(mixture.interval(20, 0.1, 0).pValue).toBeLessThan(1e-8);
  });

  it('is wider than the fixed interval, always, and by less than twice near the sample it is tuned for', () => {
    const mixture = new TMixture(mixtureScale(28, 0.05), 0.05);
    for (let count = 5; count < 300; count += 1) {
      expect(mixture.critical(count)).toBeGreaterThan(tQuantile(0.975, count - 1));
    }
    expect(mixture.critical(28)).toBeLessThan(2 * tQuantile(0.975, 27));
  });

  it('refuses a scale or a level that makes no sense', () => {
    expect(() => new TMixture(0, 0.05)).toThrow(/a scale above 0/);
    expect(() => new TMixture(1, 1)).toThrow(/alpha in \(0, 1\)/);
  });
});

describe('the mixture over information', () => {
  const look = (estimate: number, standardError: number): TTest => {
    const t = estimate / standardError;
    const pValue = 2 * normalCdf(-Math.abs(t));
    return { estimate, standardError, t, freedom: Infinity, pValue, low: 0, high: 0 };
  };

  it('has the p-value of a normal likelihood averaged over a normal prior', () => {
    const mixture = new InformationMixture(0.05);
    mixture.next(look(1, 2));
    const { pValue } = mixture.next(look(2.4, 0.8));
    const ratio = (mixtureScale(8, 0.05) * 2 ** 2) / 0.8 ** 2;
    const density = (x: number, variance: number) => Math.exp((-x * x) / (2 * variance)) / Math.sqrt(variance);
    expect(pValue).toBeCloseTo(density(3, 1) / density(3, 1 + ratio), 10);
  });

  it('has an interval that leaves 0 out exactly when the p-value is at most α', () => {
    const random = new Random(4);
    let excluded = 0;
    for (let i = 0; i < 500; i += 1) {
      const mixture = new InformationMixture(0.05);
      mixture.next(look(random.normal(), 1));
      const { low, high, pValue } = mixture.next(look(2.5 * random.normal(), 0.6));
      expect(low > 0 || high < 0).toBe(pValue <= 0.05);
      if (pValue <= 0.05) excluded += 1;
    }
    expect(excluded).toBeGreaterThan(50);
  });

  it('excludes nothing where there is no error to measure by', () => {
    expect(new InformationMixture(0.05).next(look(1, 0))).toEqual({ low: -Infinity, high: Infinity, pValue: 1 });
  });
});
