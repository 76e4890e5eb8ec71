import { quantile } from '@dqs/core/stats';
import fc from 'fast-check';

import { type ValueSketch } from '../src/index.js';
import { driftDistance } from '../src/data/drift.js';
import { binEdges, mergeSketches, SketchBuilder, sketchQuantile } from '../src/profile/value-sketch.js';

const builder = new SketchBuilder();
const sketch = (values: readonly number[]) => builder.sketch(Float32Array.from(values));
const value = fc.float({ min: -1000, max: 1000, noNaN: true });
const values = fc.array(value, { minLength: 1, maxLength: 300 });

/** Sums depend on the order of addition in their last bits; everything else is exact. */
const exact = ({ sum, ...rest }: ValueSketch) => ({ ...rest, sum: Math.round(1e3 * sum) });

describe('a sketch of values', () => {
  it('counts every value once, in the bin that holds it', () => {
    fc.assert(
      fc.property(values, (list) => {
        const { count, keys, counts } = sketch(list);
        expect(count).toBe(list.length);
        expect(counts.reduce((a, b) => a + b, 0)).toBe(list.length);
        keys.forEach((key, i) => {
          const [low, high] = binEdges(key);
          const inside = [...Float32Array.from(list)].filter((one) =>
            key === 0 ? one > low && one < high : key < 0 ? one > low && one <= high : one >= low && one < high,
          );
          expect(inside).toHaveLength(counts[i]!);
        });
      }),
    );
  });

  it('gives quantiles within a thirty-second of the exact ones', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, q) => {
        const floats = [...Float32Array.from(list)].sort((a, b) => a - b);
        const position = (floats.length - 1) * q;
        const [low, high] = [floats[Math.floor(position)]!, floats[Math.ceil(position)]!];
        const found = sketchQuantile(sketch(list), q);
        // Between two values anything may be given; at a value the bin is at most 1/32 of it wide.
        const slack = 1e-30 + Math.max(Math.abs(low), Math.abs(high)) / 32;
        expect(found).toBeGreaterThanOrEqual(low - slack);
        expect(found).toBeLessThanOrEqual(high + slack);
      }),
    );
  });

  it('has percentages within a point of the exact quantiles', () => {
    const list = Array.from({ length: 5001 }, (_, i) => i / 50);
    for (const q of [0, 0.05, 0.25, 0.5, 0.9, 1]) {
      expect(Math.abs(sketchQuantile(sketch(list), q) - quantile(list, q))).toBeLessThan(1);
    }
  });

  it('of two merged parts is the sketch of the whole, in either order', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const merged = mergeSketches(sketch(a), sketch(b));
        expect(exact(merged)).toEqual(exact(sketch([...a, ...b])));
        expect(exact(mergeSketches(sketch(b), sketch(a)))).toEqual(exact(merged));
        const left = mergeSketches(merged, sketch(c));
        expect(exact(mergeSketches(sketch(a), mergeSketches(sketch(b), sketch(c))))).toEqual(exact(left));
      }),
    );
  });

  it('leaves missing values out, takes −0 for 0, and holds nothing where nothing is', () => {
    expect(sketch([NaN, -0, 0, 5])).toMatchObject({ count: 3, sum: 5, min: 0, max: 5, keys: [0, expect.any(Number)] });
    const none = sketch([NaN]);
    expect(none).toEqual({ count: 0, sum: 0, min: null, max: null, keys: [], counts: [] });
    expect(sketchQuantile(none, 0.5)).toBeNaN();
    expect(mergeSketches(none, sketch([3]))).toEqual(sketch([3]));
  });

  it('stays small: a million percentages take no more bins than a thousand', () => {
    const list = Float32Array.from({ length: 1_000_000 }, (_, i) => (i % 10_000) / 100);
    expect(builder.sketch(list).keys.length).toBeLessThan(500);
  });
});

describe('driftDistance', () => {
  it('is 0 for the same distribution, for any number of values', () => {
    const list = Array.from({ length: 500 }, (_, i) => (i * 7919) % 100);
    const distance = driftDistance(sketch(list), sketch([...list, ...list]));
    expect(distance.psi).toBeCloseTo(0, 9);
    expect(distance.ks).toBeCloseTo(0, 9);
  });

  it('grows with the shift of a distribution', () => {
    const list = Array.from({ length: 1000 }, (_, i) => 1 + ((i * 7919) % 100));
    const shifts = [5, 20, 60].map((shift) => driftDistance(sketch(list), sketch(list.map((one) => one + shift))).psi);
    expect(shifts[0]).toBeGreaterThan(0);
    expect(shifts[1]).toBeGreaterThan(shifts[0]!);
    expect(shifts[2]).toBeGreaterThan(shifts[1]!);
  });

  it('sees a value that half of the rows have taken on', () => {
    const list = Array.from({ length: 1000 }, (_, i) => (i % 10) * 10);
    const zeroed = list.map((one, i) => (i % 2 === 0 ? 0 : one));
    expect(driftDistance(sketch(list), sketch(zeroed)).psi).toBeGreaterThan(0.5);
  });

  it('is missing where one side is empty', () => {
    expect(driftDistance(sketch([1]), sketch([])).psi).toBeNaN();
  });
});
