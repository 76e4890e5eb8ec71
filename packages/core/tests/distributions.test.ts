import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';

import {
  binomialCdf,
  binomialMedian,
  fSurvival,
  logGamma,
  normalCdf,
  normalQuantile,
  tCdf,
  tQuantile,
  twoSidedTPValue,
} from '../src/stats/index.js';

/** What scripts/make-distribution-fixtures.py wrote: arguments, then the value to 17 digits. */
const EXACT = JSON.parse(readFileSync(join(__dirname, 'fixtures', 'distributions.json'), 'utf8')) as Record<
  string,
  number[][]
>;

const relativeError = (a: number, b: number) => (b === 0 ? Math.abs(a) : Math.abs(a / b - 1));

// The tolerance of each is what its comment states.
const FUNCTIONS: readonly (readonly [string, (...args: number[]) => number, number])[] = [
  ['normalCdf', (x) => normalCdf(x!), 2e-13],
  ['normalQuantile', (p) => normalQuantile(p!), 1e-14],
  ['tCdf', (x, freedom) => tCdf(x!, freedom!), 1e-12],
  ['tQuantile', (p, freedom) => tQuantile(p!, freedom!), 1e-12],
  ['binomialCdf', (k, n, p) => binomialCdf(k!, n!, p!), 1e-12],
];

describe.each(FUNCTIONS)('%s', (name, evaluate, tolerance) => {
  it('equals values of high precision, in the far tails and for the largest arguments too', () => {
    const cases = EXACT[name]!;
    expect(cases.length).toBeGreaterThan(10);
    const off = cases
      .map((row) => ({ row, error: relativeError(evaluate(...row.slice(0, -1)), row.at(-1)!) }))
      .filter(({ error }) => !(error <= tolerance));
    expect(off).toEqual([]);
  });
});

describe('fSurvival', () => {
  it('is the two-sided tail of t for one upper degree of freedom, and a power for two', () => {
    for (const v of [1, 2.5, 12, 300]) {
      for (const f of [0.01, 1, 7, 400]) {
        expect(relativeError(fSurvival(f, 1, v), twoSidedTPValue(Math.sqrt(f), v))).toBeLessThan(1e-11);
        expect(relativeError(fSurvival(f, 2, v), (1 + (2 * f) / v) ** (-v / 2))).toBeLessThan(1e-11);
      }
    }
  });

  it('is 1 at and below 0, 0 at infinity, NaN for NaN', () => {
    expect([-1, 0, Infinity, NaN].map((f) => fSurvival(f, 3, 4))).toEqual([1, 1, 0, NaN]);
  });
});

describe('quantiles', () => {
  it('undo the distribution function', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-100, max: 0.5, noNaN: true }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        (p, v) => {
          // 230 is the logarithm of the least p; an exponential multiplies its rounding by as much.
          expect(relativeError(tCdf(tQuantile(p, v), v), p)).toBeLessThan(1e-11);
          expect(relativeError(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-11);
        },
      ),
      { seed: 1 },
    );
  });

  it('are symmetric, and infinite at the ends', () => {
    expect(tQuantile(0.975, 7)).toBe(-tQuantile(1 - 0.975, 7));
    expect([tQuantile(0, 5), tQuantile(1, 5), normalQuantile(0), normalQuantile(1)]).toEqual([
      -Infinity,
      Infinity,
      -Infinity,
      Infinity,
    ]);
    expect([normalQuantile(NaN), normalQuantile(-0.1), tQuantile(NaN, 3)]).toEqual([NaN, NaN, NaN]);
  });

  it('of infinite degrees of freedom are those of the normal distribution', () => {
    expect(tQuantile(0.01, Infinity)).toBe(normalQuantile(0.01));
    expect(tCdf(-1.3, Infinity)).toBe(normalCdf(-1.3));
  });

  it('of one and two degrees of freedom have the closed forms of Cauchy and of a square root', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.4999, noNaN: true }), (p) => {
        expect(relativeError(tQuantile(p, 1), -1 / Math.tan(Math.PI * p))).toBeLessThan(1e-11);
        const twice = 2 * p - 1;
        expect(relativeError(tQuantile(p, 2), twice * Math.sqrt(2 / (1 - twice * twice)))).toBeLessThan(1e-9);
      }),
      { seed: 2 },
    );
  });
});

describe('a two-sided p-value', () => {
  it('is 1 for a t of 0 and 0 for an infinite one', () => {
    expect([twoSidedTPValue(0, 4), twoSidedTPValue(Infinity, 4), twoSidedTPValue(-Infinity, 4)]).toEqual([1, 0, 0]);
  });
});

describe('the binomial distribution of very many trials', () => {
  it('is continuous where one method takes over from another', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1024, max: 20_000 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (n, p) => {
          const k = Math.floor(n * p);
          // Logarithms of factorials, which are added up here, lose 1e-15 of some 1e5.
          expect(relativeError(binomialCdf(k, n, p), sumOfTerms(k, n, p))).toBeLessThan(1e-9);
        },
      ),
      { seed: 3, numRuns: 50 },
    );
  });

  it('has a median between the whole numbers around its mean', () => {
    expect([binomialMedian(1e9, 0.5), binomialMedian(1e9, 0.9), binomialMedian(1e9, 1e-9)]).toEqual([5e8, 9e8, 1]);
  });
});

function sumOfTerms(k: number, n: number, p: number): number {
  let sum = 0;
  for (let i = 0; i <= k; i += 1) {
    const choices = logGamma(n + 1) - logGamma(i + 1) - logGamma(n - i + 1);
    sum += Math.exp(choices + i * Math.log(p) + (n - i) * Math.log1p(-p));
  }
  return sum;
}
