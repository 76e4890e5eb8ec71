import { Random } from '@dqs/core';
import { normalCdf } from '@dqs/core/stats';

import { InformationMixture, mixtureScale, type TTest } from '../../../src/ab/stats/index.js';

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

  it('has an interval that excludes 0 exactly when the p-value is at most α', () => {
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

  it('excludes nothing without a standard error', () => {
    expect(new InformationMixture(0.05).next(look(1, 0))).toEqual({ low: -Infinity, high: Infinity, pValue: 1 });
  });
});
