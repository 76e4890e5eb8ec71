import fc from 'fast-check';

import { Random } from '../src/index.js';
import {
  binCounts,
  coveredByPit,
  exceedanceAt,
  intervalScores,
  logScores,
  pitsAt,
  randomisedPits,
  rankedProbabilityScores,
  wilsonInterval,
} from '../src/stats/index.js';
import { certainRow, countsOf, denseRow, latticeOf, tableOf, type TableRow } from './support/exceedance-tables.js';

/** A row with some of its levels, or all, and any exceedance that never rises. */
const tableRow: fc.Arbitrary<TableRow> = fc
  .integer({ min: 1, max: 60 })
  .chain((executions) =>
    fc.record({
      executions: fc.constant(executions),
      numerators: fc.oneof(
        fc.constant(Array.from({ length: executions }, (_, i) => i + 1)),
        fc.uniqueArray(fc.integer({ min: 1, max: executions }), { maxLength: 8 }),
      ),
      falls: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: executions, maxLength: executions }),
    }),
  )
  .map(({ executions, numerators, falls }) => {
    const ascending = [...new Set([...numerators, executions])].sort((a, b) => a - b);
    const exceedance = falls.slice(0, ascending.length).sort((a, b) => b - a);
    return { executions, levels: ascending.map((numerator, i) => [numerator, exceedance[i]!] as const) };
  });

const counts = fc
  .integer({ min: 1, max: 40 })
  .chain((executions) => fc.tuple(fc.integer({ min: 0, max: executions }), fc.constant(executions)));

/** ∫ (P(Y > x) − 1{y > x})² dx by the midpoints of a grid on which both functions are constant. */
function integrated(row: TableRow, passes: number, executions: number): number {
  const lattice = latticeOf(row);
  const steps = row.executions * executions;
  let sum = 0;
  for (let step = 0; step < steps; step += 1) {
    const x = (step + 0.5) / steps;
    const above = passes / executions > x ? 1 : 0;
    sum += (lattice[Math.floor(x * row.executions) + 1]! - above) ** 2;
  }
  return sum / steps;
}

/** The nearest of all passes, the greatest of those as near, by comparing every distance. */
function nearestOf(passes: number, executions: number, assumed: number): number {
  const distance = (m: number) => Math.abs(m * executions - passes * assumed);
  const all = Array.from({ length: assumed + 1 }, (_, m) => m);
  return all.reduce((best, m) => (distance(m) <= distance(best) ? m : best));
}

/** Probabilities of 0 … n passes. */
const distribution = (n: number) =>
  fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: n + 1, maxLength: n + 1 })
    .map((weights) => weights.map((weight) => weight / weights.reduce((a, b) => a + b, 0)));

describe('the exceedance of a row', () => {
  it('is on straight lines between the levels, 1 at 0 passes and 0 beyond the executions', () => {
    fc.assert(
      fc.property(fc.array(tableRow, { minLength: 1, maxLength: 4 }), (rows) => {
        const table = tableOf(rows);
        rows.forEach((row, index) => {
          const expected = latticeOf(row);
          expected.forEach((one, m) => expect(exceedanceAt(table, index, m)).toBeCloseTo(one, 12));
        });
      }),
    );
  });
});

describe('the ranked probability score', () => {
  it('is the integral over a grid that both functions are constant on, whatever levels and executions', () => {
    fc.assert(
      fc.property(tableRow, counts, (row, [passes, executions]) => {
        const [score] = rankedProbabilityScores(tableOf([row]), countsOf([[passes, executions]]));
        expect(score).toBeCloseTo(integrated(row, passes, executions), 11);
      }),
      { numRuns: 400 },
    );
  });

  it('of a forecast of one value is the absolute error', () => {
    const cases: [number, number, number, number][] = [
      [9, 10, 9, 10],
      [9, 10, 4, 10],
      [9, 10, 10, 11],
      [9, 10, 5, 6],
      [0, 4, 3, 3],
      [3, 3, 0, 7],
    ];
    const table = tableOf(cases.map(([passes, executions]) => certainRow(passes, executions)));
    const scores = rankedProbabilityScores(
      table,
      countsOf(cases.map(([, , passes, executions]) => [passes, executions])),
    );
    cases.forEach(([a, n, b, m], row) => expect(scores[row]).toBeCloseTo(Math.abs(a / n - b / m), 14));
  });

  it('of an even chance of 0 or 1 is a quarter, whatever comes', () => {
    const table = tableOf([denseRow([0.5, 0.5]), denseRow([0.5, 0.5]), denseRow([0.5, 0.5])]);
    const came = countsOf([
      [0, 3],
      [2, 3],
      [3, 3],
    ]);
    expect([...rankedProbabilityScores(table, came)]).toEqual([0.25, 0.25, 0.25]);
  });

  it('is least in expectation for the distribution that results are drawn from', () => {
    const two = fc.integer({ min: 1, max: 8 }).chain((n) => fc.tuple(distribution(n), distribution(n)));
    fc.assert(
      fc.property(two, ([truth, other]) => {
        const n = truth.length - 1;
        const results = countsOf(truth.map((_, passes) => [passes, n]));
        const expectation = (forecast: number[]) => {
          const scores = rankedProbabilityScores(tableOf(truth.map(() => denseRow(forecast))), results);
          return truth.reduce((sum, probability, passes) => sum + probability * scores[passes]!, 0);
        };
        expect(expectation(truth)).toBeLessThanOrEqual(expectation(other) + 1e-12);
      }),
    );
  });

  it('keeps its digits with hundreds of millions of executions and two levels', () => {
    const n = 400_000_000;
    const row = { executions: n, levels: [[n / 2, 1] as const, [n, 0] as const] };
    // Uniform on [½, 1], and y = ¾: twice the integral of (2t)² from 0 to ¼.
    const scores = rankedProbabilityScores(tableOf([row]), countsOf([[3, 4]]));
    expect(scores[0]).toBeCloseTo(1 / 24, 8);
  });
});

describe('the log score', () => {
  it('is minus the logarithm of the probability of the nearest passes', () => {
    fc.assert(
      fc.property(tableRow, counts, (row, [passes, executions]) => {
        const lattice = latticeOf(row);
        const m = nearestOf(passes, executions, row.executions);
        const [score] = logScores(tableOf([row]), countsOf([[passes, executions]]));
        expect(Math.exp(-score!)).toBeCloseTo(Math.max(1e-4, lattice[m]! - lattice[m + 1]!), 11);
      }),
    );
  });

  it('of a result that was called impossible is that of 1 in 10,000', () => {
    const [score] = logScores(tableOf([certainRow(2, 2)]), countsOf([[1, 2]]));
    expect(score).toBe(-Math.log(1e-4));
  });

  it('takes 10 of 11 as 9 of 10: who fails one column every day is forecast well', () => {
    expect([...logScores(tableOf([certainRow(9, 10)]), countsOf([[10, 11]]))]).toEqual([-0]);
  });
});

describe('the interval score', () => {
  it('is the width within, and grows by 2 / (1 − level) times the distance outside', () => {
    const scores = intervalScores([20, 20, 20], [60, 60, 60], [30, 15, 61], 0.8);
    expect([...scores].map((score) => Number(score.toFixed(9)))).toEqual([40, 90, 50]);
  });

  it('is least in expectation between the quantiles of the level', () => {
    const values = Array.from({ length: 1001 }, (_, i) => i / 10);
    const mean = (low: number, high: number) => {
      const scores = intervalScores(
        values.map(() => low),
        values.map(() => high),
        values,
        0.8,
      );
      return scores.reduce((sum, score) => sum + score, 0) / scores.length;
    };
    const best = mean(10, 90);
    for (const [low, high] of [
      [8, 90],
      [12, 90],
      [10, 88],
      [10, 92],
      [0, 100],
      [50, 50],
    ] as const) {
      expect(mean(low, high)).toBeGreaterThan(best);
    }
  });
});

describe('the randomised PIT', () => {
  it('lies between the probability of less and that of as much, and is the same for the same seed', () => {
    fc.assert(
      fc.property(tableRow, counts, fc.integer(), (row, [passes, executions], seed) => {
        const [table, came] = [tableOf([row]), countsOf([[passes, executions]])];
        const lattice = latticeOf(row);
        const m = nearestOf(passes, executions, row.executions);
        const [pit] = randomisedPits(table, came, seed);
        expect(pit).toBeGreaterThanOrEqual(1 - lattice[m]! - 1e-12);
        expect(pit).toBeLessThanOrEqual(1 - lattice[m + 1]! + 1e-12);
        expect([...randomisedPits(table, came, seed)]).toEqual([pit]);
      }),
    );
  });

  it('with a given u of a half is the mid-p value, and takes each row its own u', () => {
    const table = tableOf([denseRow([0.25, 0.5, 0.25]), denseRow([0.25, 0.5, 0.25])]);
    const came = countsOf([
      [1, 2],
      [1, 2],
    ]);
    expect([...pitsAt(table, came, Float64Array.of(0.5, 0))]).toEqual([0.5, 0.25]);
  });

  it('is uniform where results are drawn from the forecasts: flat, and 80 and 95 % inside the intervals', () => {
    const random = new Random(7);
    const rows: TableRow[] = [];
    const came: [number, number][] = [];
    for (let i = 0; i < 20_000; i += 1) {
      const weights = Array.from({ length: 1 + random.integer(6) + 1 }, () => random.next() ** 3);
      const total = weights.reduce((a, b) => a + b, 0);
      const probabilities = weights.map((weight) => weight / total);
      let u = random.next();
      let passes = 0;
      while (passes < weights.length - 1 && u >= probabilities[passes]!) u -= probabilities[passes++]!;
      rows.push(denseRow(probabilities));
      came.push([passes, weights.length - 1]);
    }
    const pits = randomisedPits(tableOf(rows), countsOf(came), 1);
    // χ² with 9 degrees of freedom is below 27.9 in 999 of 1,000 cases.
    const chiSquare = binCounts(pits, 10).reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(27.9);
    for (const level of [0.8, 0.95]) {
      const { low, high } = wilsonInterval(coveredByPit(pits, level), pits.length, 0.999);
      expect(low).toBeLessThan(level);
      expect(high).toBeGreaterThan(level);
    }
  });

  it('counts as covered strictly within the tails', () => {
    expect(coveredByPit([0.05, 0.1, 0.11, 0.5, 0.89, 0.9, 1], 0.8)).toBe(3);
    expect(coveredByPit([0.02, 0.03, 0.97, 0.98], 0.95)).toBe(2);
  });
});
