import { Random } from '@dqs/core';
import fc from 'fast-check';

import { Mixture, type KnownDay } from '../../../src/forecast/distribution/mixture.js';
import { minimiseOnSimplex, projectOnSimplex } from '../../../src/forecast/distribution/simplex.js';

const sumOf = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

/** A day of rows with four levels each: what experts say is whatever `experts` gives for a row and level. */
function dayOf(
  day: number,
  rows: readonly { rule: string; passes: number }[],
  experts: readonly ((row: number, level: number) => number)[],
): KnownDay {
  const levels = 4;
  const cells = rows.flatMap(({ passes }, row) =>
    Array.from({ length: levels }, (_, level) => ({ row, level, passes })),
  );
  return {
    day,
    rule: rows.map(({ rule }) => rule),
    offsets: Int32Array.from({ length: rows.length + 1 }, (_, row) => row * levels),
    width: new Float64Array(cells.length).fill(1 / levels),
    reached: Uint8Array.from(cells, ({ level, passes }) => (level < passes ? 1 : 0)),
    experts: experts.map((expert) => Float64Array.from(cells, ({ row, level }) => expert(row, level))),
  };
}

describe('least squares on the simplex', () => {
  it('finds a point that no other point of the simplex beats', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 10_000 }), (size, seed) => {
        const random = new Random(seed);
        const rows = Array.from({ length: 12 }, () => Array.from({ length: size }, () => random.next()));
        const target = rows.map(() => random.next());
        const a = new Float64Array(size * size);
        const b = new Float64Array(size);
        rows.forEach((row, k) => {
          for (let i = 0; i < size; i += 1) {
            b[i]! += row[i]! * target[k]!;
            for (let j = 0; j < size; j += 1) a[i * size + j]! += row[i]! * row[j]!;
          }
        });
        const cost = (w: ArrayLike<number>) =>
          sumOf(rows.map((row, k) => (sumOf(row.map((value, i) => value * w[i]!)) - target[k]!) ** 2));
        const found = minimiseOnSimplex(a, b);
        expect(sumOf(found)).toBeCloseTo(1, 9);
        expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
        for (let i = 0; i < 50; i += 1) {
          const other = projectOnSimplex(Float64Array.from(found, (weight) => weight + (random.next() - 0.5) * 0.2));
          expect(cost(found)).toBeLessThanOrEqual(cost(other) + 1e-6);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a point of the simplex is its own projection', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }), (values) => {
        const total = sumOf(values);
        const point = Float64Array.from(values, (value) => value / total);
        projectOnSimplex(point).forEach((weight, i) => expect(weight).toBeCloseTo(point[i]!, 9));
      }),
    );
  });
});

describe('a mixture', () => {
  const [right, wrong] = [
    (passes: number) => (_: number, level: number) => (level < passes ? 0.95 : 0.05),
    () => () => 0.5,
  ];

  it('weighs experts alike before it has learned anything', () => {
    expect([...new Mixture(['a', 'b']).weightsOf('any')]).toEqual([0.5, 0.5]);
  });

  it('moves to the expert that was right, rule by rule, and lets all rules together lead a new one', () => {
    const mixture = new Mixture(['right', 'wrong']);
    for (let day = 0; day < 60; day += 1) {
      mixture.update(dayOf(day, [{ rule: 'x', passes: 3 }], [right(3), wrong()]));
    }
    expect(mixture.weightsOf('x')[0]).toBeGreaterThan(0.95);
    expect(mixture.weightsOf('new')[0]).toBeGreaterThan(0.9);
    for (let day = 60; day < 160; day += 1) {
      const rows = [
        { rule: 'x', passes: 3 },
        { rule: 'y', passes: 1 },
      ];
      // On the second rule the first expert is the one that is wrong.
      mixture.update(
        dayOf(day, rows, [
          (row, level) => (row === 0 ? right(3)(0, level) : 0.5),
          (row, level) => (row === 0 ? 0.5 : right(1)(0, level)),
        ]),
      );
    }
    expect(mixture.weightsOf('x')[0]).toBeGreaterThan(0.8);
    expect(mixture.weightsOf('y')[0]).toBeLessThan(0.4);
  });

  it('counts a day once, however many datasets share it', () => {
    const [one, many] = [new Mixture(['a', 'b']), new Mixture(['a', 'b'])];
    for (let day = 0; day < 10; day += 1) {
      const row = { rule: 'x', passes: day % 5 };
      one.update(dayOf(day, [row], [right(2), wrong()]));
      many.update(dayOf(day, new Array(40).fill(row) as (typeof row)[], [right(2), wrong()]));
    }
    one.weightsOf('x').forEach((weight, i) => expect(many.weightsOf('x')[i]).toBeCloseTo(weight, 9));
  });

  it('goes on from its state as if it had never been written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 20 }),
        fc.nat(),
        (results, cut) => {
          const at = cut % results.length;
          const learn = (mixture: Mixture, from: number, to: number) => {
            for (let day = from; day < to; day += 1) {
              mixture.update(dayOf(3 * day, [{ rule: `r${day % 2}`, passes: results[day]! }], [right(2), wrong()]));
            }
          };
          const whole = new Mixture(['right', 'wrong']);
          learn(whole, 0, results.length);
          const first = new Mixture(['right', 'wrong']);
          learn(first, 0, at);
          const resumed = Mixture.from(JSON.parse(JSON.stringify(first.state())) as ReturnType<Mixture['state']>);
          learn(resumed, at, results.length);
          for (const rule of ['r0', 'r1', 'r2'])
            expect([...resumed.weightsOf(rule)]).toEqual([...whole.weightsOf(rule)]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
