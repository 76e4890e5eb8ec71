import { Random } from '@dqs/core';
import { meanVarianceInflation, serialCorrelation } from '@dqs/core/stats';

import { bettingInterval } from '../../../src/ab/stats/index.js';
import { Wager } from '../../../src/ab/stats/betting.js';
import { SHAPES, simulatedDifferences, type Shape } from '../support/differences.js';

const ALPHA = 0.05;
const DAYS = 56;

/** Does either gambler win enough on any day from the seventh on? The rule of the interval, without its ends. */
function isCalledDifferent(values: readonly number[]): boolean {
  const wagers = [new Wager(), new Wager()];
  return values.some((value, day) => {
    wagers[0]!.add(value);
    wagers[1]!.add(-value);
    if (day < 6 || wagers.every((wager) => wager.wealth(1) < 2 / ALPHA)) return false;
    const inflation = meanVarianceInflation(serialCorrelation(values.slice(0, day + 1)));
    return wagers.some((wager) => wager.wealth(inflation) >= 2 / ALPHA);
  });
}

function errorRate(shape: Shape, rho: number, runs: number): number {
  const random = new Random(17);
  let wrong = 0;
  for (let run = 0; run < runs; run += 1) {
    if (isCalledDifferent(simulatedDifferences(shape, DAYS, rho, random))) wrong += 1;
  }
  return wrong / runs;
}

describe('betting on differences of mean 0, with daily looks', () => {
  it.each(SHAPES)('is wrong in at most 5 of 100 experiments: %s', (shape) => {
    // The t mixture was wrong in 8 (exponential) to 16 (lognormal) of 100.
    expect(errorRate(shape, 0, 600)).toBeLessThanOrEqual(0.05);
  });

  it.each(SHAPES)('is wrong in at most 6.5 of 100 experiments whose days correlate by 0.3: %s', (shape) => {
    expect(errorRate(shape, 0.3, 600)).toBeLessThanOrEqual(0.065);
  });

  // If two of three days have no difference at all and days are this correlated, 10 of 100.
  it.each([
    ['normal', 0.07],
    ['heavy tails', 0.07],
    ['exponential', 0.07],
    ['lognormal', 0.07],
    ['mostly zero', 0.1],
  ] as const)('is wrong no more often than documented if days correlate by 0.5: %s, %d', (shape, most) => {
    expect(errorRate(shape, 0.5, 600)).toBeLessThanOrEqual(most);
  });

  it('never expects to win: the mean wealth is at most 1', () => {
    const random = new Random(3);
    let wealth = 0;
    for (let run = 0; run < 4000; run += 1) {
      const wager = new Wager();
      simulatedDifferences('heavy tails', 12, 0, random).forEach((value) => wager.add(value));
      wealth += wager.wealth(1) / 4000;
    }
    expect(wealth).toBeLessThan(1.05);
  });
});

describe('betting on a true difference', () => {
  it.each([
    [0.2, 300],
    [0.4, 90],
    [1, 35],
    [2, 25],
  ])('of %d standard deviations of a day ends within %d days in half of the experiments', (effect, days) => {
    const random = new Random(4);
    let found = 0;
    for (let run = 0; run < 100; run += 1) {
      const values = simulatedDifferences('normal', days, 0, random).map((value) => value - effect);
      if (isCalledDifferent(values)) found += 1;
    }
    expect(found).toBeGreaterThanOrEqual(50);
  });
});

describe('the interval of betting', () => {
  it('excludes 0 exactly when the p-value is at most α, and contains the mean', () => {
    const random = new Random(5);
    let excluded = 0;
    for (let run = 0; run < 60; run += 1) {
      const values = simulatedDifferences('normal', 30, 0, random).map((value) => value + 0.6 * (run % 3));
      const { low, high, pValue } = bettingInterval(values, 1, ALPHA);
      const mean = values.reduce((sum, value) => sum + value, 0) / 30;
      expect(low > 0 || high < 0).toBe(pValue <= ALPHA);
      expect(low <= mean && mean <= high).toBe(true);
      if (pValue <= ALPHA) excluded += 1;
    }
    expect(excluded).toBeGreaterThan(10);
    expect(excluded).toBeLessThan(50);
  });

  it('shifts, scales and flips with the values', () => {
    const values = simulatedDifferences('exponential', 40, 0, new Random(6));
    const { low, high } = bettingInterval(values, 1, ALPHA);
    const moved = bettingInterval(
      values.map((value) => 7 - 3 * value),
      1,
      ALPHA,
    );
    // Thirty bisections of a few ranges of the values leave 1e-8 of them.
    expect(moved.low).toBeCloseTo(7 - 3 * high, 5);
    expect(moved.high).toBeCloseTo(7 - 3 * low, 5);
  });

  it('excludes nothing while observations are too few to win enough', () => {
    for (const values of [[], [1], [1, 1, 1], [5, 6, 5, 6, 5, 6, 5]]) {
      expect(bettingInterval(values, 1, ALPHA)).toMatchObject({ low: -Infinity, high: Infinity });
    }
  });

  it('finds nothing in zeros, and excludes everything else for constant differences', () => {
    expect(bettingInterval(new Array<number>(20).fill(0), 1, ALPHA)).toEqual({ low: 0, high: 0, pValue: 1 });
    const { low, high, pValue } = bettingInterval(new Array<number>(20).fill(0.1), 1, ALPHA);
    expect([low, high]).toEqual([expect.closeTo(0.1, 6), expect.closeTo(0.1, 6)]);
    expect(pValue).toBeLessThan(0.002);
  });

  it('is wider if days are correlated', () => {
    const values = simulatedDifferences('normal', 60, 0, new Random(7));
    const width = (inflation: number) => {
      const { low, high } = bettingInterval(values, inflation, ALPHA);
      return high - low;
    };
    expect(width(2)).toBeGreaterThan(1.2 * width(1));
  });
});
