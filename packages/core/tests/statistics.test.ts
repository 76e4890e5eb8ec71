import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';

import {
  brierSplit,
  chiSquaredQuantile,
  chiSquaredSurvival,
  dailyShare,
  eBenjaminiHochbergLimit,
  leastSquaresLine,
  psiLimit,
  wassersteinDistance,
  wilsonInterval,
} from '../src/stats/index.js';
import { greatestErrors, type ScipyCases } from './support/scipy-comparison.js';

const CASES = JSON.parse(readFileSync(join(__dirname, 'fixtures', 'statistics.json'), 'utf8')) as ScipyCases;

describe('statistics equal SciPy or exact fractions to 1e-9:', () => {
  it.each(Object.entries(greatestErrors(CASES)))('%s', (_name, error) => {
    expect(error).toBeLessThan(1e-9);
  });
});

describe('the chi-squared quantile', () => {
  it('is where the tail says', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        (p, freedom) => {
          expect(chiSquaredSurvival(chiSquaredQuantile(p, freedom), freedom)).toBeCloseTo(1 - p, 10);
        },
      ),
    );
  });
});

describe('psiLimit', () => {
  it('is the custom of 0.1 for many values, and far above it for few', () => {
    expect(psiLimit(10, 100_000, 1_000_000)).toBe(0.1);
    expect(psiLimit(10, 28, 365)).toBeGreaterThan(0.8);
  });

  it('cannot be passed with a single bin', () => {
    expect(psiLimit(1, 100, 100)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('wassersteinDistance', () => {
  it('of a histogram moved by two is two, and missing where one is empty', () => {
    expect(wassersteinDistance([0, 1, 2, 3], [5, 5, 0, 0], [0, 0, 1, 1])).toBe(2);
    expect(wassersteinDistance([0, 1], [0, 0], [1, 0])).toBeNaN();
  });
});

describe('brierSplit', () => {
  it('adds up exactly, also where the forecasts of a bin differ', () => {
    const whole = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(whole, fc.integer({ min: 0, max: 1 })), { minLength: 1 }), (pairs) => {
        const bins = () => new Float64Array(10);
        const sums = { count: bins(), probability: bins(), came: bins(), squared: bins(), cameProbability: bins() };
        for (const [thousandths, came] of pairs) {
          const p = thousandths / 1000;
          const bin = Math.min(9, Math.floor(10 * p));
          sums.count[bin]! += 1;
          sums.probability[bin]! += p;
          sums.came[bin]! += came;
          sums.squared[bin]! += p * p;
          sums.cameProbability[bin]! += p * came;
        }
        const { brier, reliability, resolution, uncertainty, within } = brierSplit(sums);
        expect(reliability - resolution + uncertainty + within).toBeCloseTo(brier, 12);
        expect(brier).toBeCloseTo(pairs.reduce((sum, [p, o]) => sum + (p / 1000 - o) ** 2, 0) / pairs.length, 12);
      }),
    );
  });
});

describe('leastSquaresLine', () => {
  it('has no slope where everything said is the same', () => {
    expect(leastSquaresLine({ n: 3, x: 0.3, y: 2, xx: 0.03, xy: 0.2 }).slope).toBeNaN();
  });
});

describe('eBenjaminiHochbergLimit', () => {
  it('rejects all from the greatest k on with the k-th e-value at m / (q k) or more', () => {
    // m / (q k) at q = 0.1 of four: 40, 20, 13.3, 10.
    expect(eBenjaminiHochbergLimit([100, 25, 3, 14], 0.1)).toBe(14);
    expect(eBenjaminiHochbergLimit([39, 1, 1, 1], 0.1)).toBe(Number.POSITIVE_INFINITY);
    expect(eBenjaminiHochbergLimit([], 0.1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('dailyShare', () => {
  it('is wider than Wilson where the trials of a day move together', () => {
    const trials = Array.from({ length: 28 }, () => 50);
    const together = dailyShare(
      trials.map((_, day) => (day % 4 === 0 ? 20 : 47)),
      trials,
    );
    const plain = wilsonInterval(together.share * together.trials, together.trials);
    expect(together.designEffect).toBeGreaterThan(1);
    expect(together.high - together.low).toBeGreaterThan(1.5 * (plain.high - plain.low));
  });

  it('of one day says next to nothing, of none everything', () => {
    const one = dailyShare([8], [10]);
    expect(one.high - one.low).toBeGreaterThan(0.8);
    expect(dailyShare([], [])).toMatchObject({ low: 0, high: 1, days: 0 });
  });
});
