import fc from 'fast-check';

import { roundedToSum } from '../src/stats/index.js';

describe('roundedToSum', () => {
  it('gives numbers that add up as they are printed, none further than a unit from its own', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (values) => {
          const total = values.reduce((sum, value) => sum + value, 0);
          const rounded = roundedToSum(values, total, 1);
          expect(rounded.reduce((sum, value) => sum + value, 0)).toBeCloseTo(Math.round(10 * total), 9);
          rounded.forEach((value, i) => expect(Math.abs(value - 10 * values[i]!)).toBeLessThanOrEqual(1.5));
        },
      ),
    );
  });

  it('moves those that rounding took most from, wherever they stand', () => {
    expect(roundedToSum([1.3, 1.4, 1.3], 4, 0)).toEqual([1, 2, 1]);
    expect(roundedToSum([1.7, 1.6, 1.7], 5, 0)).toEqual([2, 1, 2]);
    expect(roundedToSum([-1.3, -1.3, -1.4], -4, 0)).toEqual([-1, -1, -2]);
    expect(roundedToSum([0.24, 0.13, 0.13, 0.5], 1, 1)).toEqual([3, 1, 1, 5]);
  });

  it.each([
    ['NaN', [1, Number.NaN], 2],
    ['∞', [1, Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY],
    ['a total of NaN', [1, 2], Number.NaN],
    ['numbers that do not add up', [1, 2], 9],
    ['numbers so great that a unit makes no difference', [1e20, 1], 1],
  ])('refuses %s, and ends', (_, values, total) => {
    expect(() => roundedToSum(values, total, 1)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});
