import { binomialCdf, logGamma } from '@dqs/core/stats';
import fc from 'fast-check';

import { betaBinomialExceedance } from '../src/thresholds/beta-binomial.js';

const everyNumerator = (executions: number) => Int32Array.from({ length: executions }, (_, i) => i + 1);

function exceedance(executions: number, mean: number, variance: number, numerators = everyNumerator(executions)) {
  const out = new Float64Array(numerators.length);
  betaBinomialExceedance(executions, mean, variance, numerators, out);
  return out;
}

/** The definition: terms C(n, j) B(j + a, n − j + b)/B(a, b), each by six gamma functions, added up from the top. */
function byDefinition(executions: number, mean: number, variance: number): number[] {
  const concentration = (mean * (1 - mean)) / variance - 1;
  const [a, b] = [mean * concentration, (1 - mean) * concentration];
  const logBeta = (x: number, y: number) => logGamma(x) + logGamma(y) - logGamma(x + y);
  const sums: number[] = [];
  let sum = 0;
  for (let j = executions; j >= 1; j -= 1) {
    const choices = logGamma(executions + 1) - logGamma(j + 1) - logGamma(executions - j + 1);
    sum += Math.exp(choices + logBeta(j + a, executions - j + b) - logBeta(a, b));
    sums.unshift(sum);
  }
  return sums;
}

const largestDifference = (got: ArrayLike<number>, expected: ArrayLike<number>) =>
  Math.max(...Array.from(got, (value, i) => Math.abs(value - expected[i]!)));

const chance = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const executions = fc.integer({ min: 1, max: 50 });
/** Shares of the widest variance, mean(1 − mean): from nearly a Binomial to nearly two points. */
const share = fc.double({ min: 1e-4, max: 0.999, noNaN: true });

describe('exceedance of a Beta-Binomial', () => {
  it('is the sum of the terms of its definition', () => {
    fc.assert(
      fc.property(executions, chance, share, (n, mean, part) => {
        const variance = part * mean * (1 - mean);
        // 1e-8: the gamma functions of the oracle are of arguments up to 10,000, whose logarithms cancel.
        expect(largestDifference(exceedance(n, mean, variance), byDefinition(n, mean, variance))).toBeLessThan(1e-8);
      }),
    );
  });

  it.each([
    ['one hump', 0.7, 0.01],
    ['a narrow hump', 0.97, 0.00001],
    ['a slope up to all passes', 0.97, 0.02],
    ['a slope down to none', 0.02, 0.015],
    ['humps at both ends', 0.4, 0.2],
  ])('holds for 1,000 and 10,000 executions: %s', (_, mean, variance) => {
    for (const n of [1000, 10_000]) {
      const expected = byDefinition(n, mean, variance);
      // 1e-7: logarithms of the oracle near 10⁶ keep ten digits, and there are n terms.
      expect(largestDifference(exceedance(n, mean, variance), expected)).toBeLessThan(1e-7);
    }
  });

  it('without variance is that of a Binomial', () => {
    fc.assert(
      fc.property(executions, chance, (n, mean) => {
        const expected = Array.from({ length: n }, (_, i) => 1 - binomialCdf(i, n, mean));
        expect(largestDifference(exceedance(n, mean, 0), expected)).toBeLessThan(1e-12);
      }),
    );
  });

  it('has the mean and the variance that were asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), chance, share, (n, mean, part) => {
        const variance = part * mean * (1 - mean);
        const above = exceedance(n, mean, variance);
        // E[K] = Σ S(m), E[K²] = Σ (2m − 1) S(m); Var[K] = nμ(1 − μ) + n(n − 1)σ².
        const first = above.reduce((sum, p) => sum + p, 0);
        const second = above.reduce((sum, p, i) => sum + (2 * i + 1) * p, 0);
        expect(first / n).toBeCloseTo(mean, 9);
        expect((second - first * first) / n ** 2).toBeCloseTo((mean * (1 - mean)) / n + (1 - 1 / n) * variance, 8);
      }),
    );
  });

  it('never rises and stays within 0 and 1, for any executions, mean and variance', () => {
    const wild = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1e-300, 1e-17, 1 - 1e-16, 1));
    const variance = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(1e-300, 1e-17, 0.25, 7));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), wild, variance, (n, mean, spread) => {
        const above = exceedance(n, mean, spread);
        expect(above.every((p, i) => p >= 0 && p <= (i === 0 ? 1 : above[i - 1]!))).toBe(true);
      }),
    );
  });

  it('at a few numerators is what it is there among all of them', () => {
    const few = Int32Array.of(3, 4, 170, 199, 200);
    for (const [mean, variance] of [
      [0.9, 0.01],
      [0.01, 0.005],
      [0.5, 0.24],
    ] as const) {
      const all = exceedance(200, mean, variance);
      const expected = Array.from(few, (numerator) => all[numerator - 1]!);
      expect(largestDifference(exceedance(200, mean, variance, few), expected)).toBeLessThan(1e-14);
    }
  });

  it('keeps the relative precision of a small tail', () => {
    // P(K ≥ 10 of 10) = .01¹⁰: 1 less a cumulative probability would be 0.
    expect(exceedance(10, 0.01, 0)[9]! / 1e-20).toBeCloseTo(1, 12);
  });

  it('of a variance too wide for a chance is that of all or nothing', () => {
    for (const p of exceedance(12, 0.3, 0.5)) expect(p).toBeCloseTo(0.3, 6);
  });

  it('of a certain result is 1 or 0', () => {
    expect([...exceedance(3, 1, 0)]).toEqual([1, 1, 1]);
    expect([...exceedance(3, 0, 0)]).toEqual([0, 0, 0]);
  });

  it('of a million executions is that of the Beta distribution at the middle, and of the Binomial in a narrow one', () => {
    const middle = Int32Array.of(500_000);
    expect(exceedance(1_000_000, 0.5, 0.05, middle)[0]).toBeCloseTo(0.5, 5);
    expect(exceedance(1_000_000, 0.5, 0, middle)[0]).toBeCloseTo(1 - binomialCdf(499_999, 1_000_000, 0.5), 10);
  });
});
