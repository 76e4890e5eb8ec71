import { Random } from '@dqs/core';

import { welchTest } from '../../../src/ab/stats/index.js';

describe("Welch's test of large means", () => {
  it('gives the same result with and without a common offset', () => {
    const random = new Random(2);
    // Multiples of 1/1024 stay exact when a million is added.
    const sample = (count: number, shift: number) =>
      Array.from({ length: count }, () => Math.round(1024 * (shift + random.normal())) / 1024);
    const [first, second] = [sample(40, 0), sample(33, 0.001)];
    const lift = (values: readonly number[], by: number) => values.map((value) => value + by);
    const plain = welchTest(first, second)!;
    for (const by of [1e6, -1e6, 2 ** 40]) {
      const lifted = welchTest(lift(first, by), lift(second, by))!;
      for (const name of ['estimate', 't', 'pValue', 'low', 'high', 'freedom'] as const) {
        expect(Math.abs(lifted[name] / plain[name] - 1)).toBeLessThan(1e-11);
      }
    }
  });
});
