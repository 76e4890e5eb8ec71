import fc from 'fast-check';

import {
  belowTarget,
  belowTargets,
  binomialCdf,
  binomialMedian,
  binomialTable,
  exceedanceAt,
  lowerBound,
  lowerThreshold,
  meanPercentage,
  medianPercentage,
  passesAbove,
  summarizeTable,
  targetPasses,
  upperBound,
  upperThreshold,
} from '../src/stats/index.js';
import { tableOf as tableOfRows, type TableRow } from './support/exceedance-tables.js';

/** Levels of one row, P(passes ≥ numerator) as pairs. */
type Levels = TableRow['levels'];

const tableOf = (...rows: Levels[]) => tableOfRows(rows.map((levels) => ({ executions: levels.at(-1)![0], levels })));

/** S(0) … S(n) of a row by the definition of a table. */
function lattice(levels: Levels): number[] {
  const all: number[] = [1];
  let [a, atA] = [0, 1];
  for (const [b, atB] of levels) {
    for (let m = a + 1; m < b; m += 1) all.push(Math.max(atB, atA + ((atB - atA) * (m - a)) / (b - a)));
    all.push(atB);
    [a, atA] = [b, atB];
  }
  return all;
}

/** Rows with gaps between their levels, with equal neighbours and with 0 and 1 among the probabilities. */
const LEVELS = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 60 }).chain((passes) =>
  fc
    .array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.025, 0.1, 0.5, 0.9, 0.975, 1)), {
      minLength: passes.length,
      maxLength: passes.length,
    })
    .map((probabilities): Levels => {
      const falling = probabilities.sort((x, y) => y - x);
      return passes.sort((x, y) => x - y).map((m, i) => [m, falling[i]!] as const);
    }),
);
const BINOMIAL = fc.tuple(
  fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 51, max: 5000 })),
  fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1e-300, 0.5, 0.99, 1 - 1e-9, 1)),
);
const binomial = (n: number, p: number) => binomialTable(Int32Array.of(n), Float64Array.of(p));

describe('what is read off a row of an exceedance table', () => {
  it('is what the probabilities of all numbers of passes give', () => {
    fc.assert(
      fc.property(LEVELS, LEVELS, fc.double({ min: 0, max: 0.999, noNaN: true }), (other, levels, threshold) => {
        const table = tableOf(other, levels, other);
        const all = lattice(levels);
        const n = all.length - 1;
        expect(all.map((_, m) => exceedanceAt(table, 1, m))).toEqual(all);
        const mean = (100 * all.slice(1).reduce((sum, value) => sum + value, 0)) / n;
        expect(Math.abs(meanPercentage(table, 1) - mean)).toBeLessThan(1e-9);
        for (const at of [threshold, 0.5, lowerThreshold(0.8), upperThreshold(0.95), 0]) {
          expect(passesAbove(table, 1, at)).toBe(
            Math.max(
              0,
              all.findLastIndex((value, m) => m > 0 && value > at),
            ),
          );
        }
      }),
    );
  });

  it('has bounds in order around the median, all within [0, 100], and odds that rise with the target', () => {
    fc.assert(
      fc.property(fc.array(LEVELS, { minLength: 1, maxLength: 4 }), (rows) => {
        const table = tableOf(...rows);
        const { mean, median, lower80, upper80, lower95, upper95 } = summarizeTable(table);
        rows.forEach((_, row) => {
          const ascending = [0, lower95[row]!, lower80[row]!, median[row]!, upper80[row]!, upper95[row]!, 100];
          expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
          expect(mean[row]).toBeGreaterThanOrEqual(0);
          expect(mean[row]).toBeLessThanOrEqual(100);
          const odds = [0, 20, 50, 95, 99.5, 100].map((target) => belowTarget(table, row, target));
          expect([0, ...odds, 1]).toEqual([0, ...odds, 1].toSorted((a, b) => a - b));
        });
      }),
    );
  });

  it('is the same for one row and for a whole table', () => {
    const table = tableOf(
      [
        [1, 0.95],
        [4, 0.2],
        [40, 0.1],
      ],
      [[1, 0.4]],
      [[3, 0.9]],
    );
    const all = summarizeTable(table);
    for (const row of [0, 1, 2]) {
      expect(all.mean[row]).toBe(meanPercentage(table, row));
      expect(all.median[row]).toBe(medianPercentage(table, row));
      expect([all.lower80[row], all.upper80[row]]).toEqual([lowerBound(table, row, 0.8), upperBound(table, row, 0.8)]);
      expect([all.lower95[row], all.upper95[row]]).toEqual([
        lowerBound(table, row, 0.95),
        upperBound(table, row, 0.95),
      ]);
    }
    expect([...belowTargets(table, Float64Array.of(10, 100, 50))]).toEqual([
      belowTarget(table, 0, 10),
      belowTarget(table, 1, 100),
      belowTarget(table, 2, 50),
    ]);
  });

  it('says nothing of P(below target) where there is no target', () => {
    expect([...belowTargets(tableOf([[2, 0.5]]), Float64Array.of(Number.NaN))]).toEqual([Number.NaN]);
  });
});

describe('targetPasses', () => {
  it('is the exact ceiling for targets of up to six decimals', () => {
    expect(targetPasses(95, 20)).toBe(19);
    expect(targetPasses(100, 7)).toBe(7);
    expect(targetPasses(0, 7)).toBe(0);
    expect(targetPasses(99.999999, 100)).toBe(100);
    const decimals = fc.integer({ min: 0, max: 100_000_000 });
    fc.assert(
      fc.property(decimals, fc.integer({ min: 1, max: 2_147_483_647 }), (parts, n) => {
        const exact = (BigInt(parts) * BigInt(n) + 99_999_999n) / 100_000_000n;
        expect(BigInt(targetPasses(parts / 1e6, n))).toBe(exact);
      }),
    );
  });

  it('never asks for more passes than there are executions', () => {
    expect(targetPasses(100 - 1e-12, 3)).toBe(3);
    expect(targetPasses(100 / 3, 3)).toBe(1);
  });
});

describe('binomialTable', () => {
  it('holds every number of passes up to 50 executions, within 1e-12 of the distribution', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), BINOMIAL, (n, [, p]) => {
        const table = binomial(n, p);
        expect([...table.numerator]).toEqual(Array.from({ length: n }, (_, i) => i + 1));
        table.exceedance.forEach((value, i) =>
          expect(Math.abs(value - (1 - binomialCdf(i, n, p)))).toBeLessThan(1e-12),
        );
      }),
    );
  });

  it('has the median of binomialMedian, whatever the executions and the probability', () => {
    fc.assert(
      fc.property(BINOMIAL, ([n, p]) => {
        expect(passesAbove(binomial(n, p), 0, 0.5)).toBe(binomialMedian(n, p));
      }),
      { numRuns: 2000 },
    );
    for (let n = 1; n < 200; n += 1) {
      // Where the distribution function touches ½ exactly, rounding would decide.
      for (const p of [0.5, 1 - 0.5 ** (1 / n), 0.5 ** (1 / n)]) {
        expect(passesAbove(binomial(n, p), 0, 0.5)).toBe(binomialMedian(n, p));
      }
    }
  });

  it('has at most 60 levels beyond, near the distribution everywhere and exact at the bounds', () => {
    const property = fc.property(fc.integer({ min: 51, max: 5000 }), BINOMIAL, (n, [, p]) => {
      const table = binomial(n, p);
      expect(table.numerator.length).toBeLessThanOrEqual(60);
      expect(table.numerator.at(-1)).toBe(n);
      const exact = (m: number) => (m <= 0 ? 1 : 1 - binomialCdf(m - 1, n, p));
      for (let m = 0; m <= n; m += Math.ceil(n / 200)) {
        expect(Math.abs(exceedanceAt(table, 0, m) - exact(m))).toBeLessThan(0.005);
      }
      for (const threshold of [lowerThreshold(0.95), lowerThreshold(0.8), upperThreshold(0.8), upperThreshold(0.95)]) {
        const m = passesAbove(table, 0, threshold);
        expect(exact(m)).toBeGreaterThan(threshold - 1e-11);
        expect(exact(m + 1)).toBeLessThanOrEqual(threshold + 1e-11);
      }
      expect(Math.abs(meanPercentage(table, 0) - 100 * p)).toBeLessThan(0.01);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('keeps the invariants of a table, with many executions and at both ends of the probability', () => {
    fc.assert(
      fc.property(fc.array(BINOMIAL, { maxLength: 5 }), (rows) => {
        const table = binomialTable(
          Int32Array.from(rows, ([n]) => n),
          Float64Array.from(rows, ([, p]) => p),
        );
        expect(table.offsets).toHaveLength(rows.length + 1);
        rows.forEach(([n], row) => {
          const [from, to] = [table.offsets[row]!, table.offsets[row + 1]!];
          const passes = [...table.numerator.subarray(from, to)];
          const values = [...table.exceedance.subarray(from, to)];
          expect(passes).toEqual([...new Set(passes)].toSorted((a, b) => a - b));
          expect([passes[0]! >= 1, passes.at(-1)]).toEqual([true, n]);
          expect([1, ...values, 0]).toEqual([1, ...values, 0].toSorted((a, b) => b - a));
        });
      }),
    );
  });

  it('is sure where the probability is 0 or 1, also of a million executions', () => {
    for (const n of [1, 50, 51, 1_000_000]) {
      expect(medianPercentage(binomial(n, 0), 0)).toBe(0);
      expect(meanPercentage(binomial(n, 0), 0)).toBe(0);
      expect(belowTarget(binomial(n, 1), 0, 100)).toBe(0);
      expect(meanPercentage(binomial(n, 1), 0)).toBe(100);
    }
    expect(passesAbove(binomial(1_000_000, 0.37), 0, 0.5)).toBe(370_000);
  });
});
