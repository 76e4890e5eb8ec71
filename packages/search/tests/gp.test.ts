import { Random } from '@dqs/core';

import { cholesky, inverseOf, NotPositiveDefiniteError, solveLower, solveUpper } from '../src/gp/cholesky.js';
import { logExpectedImprovement } from '../src/strategies/gp.js';
import { GaussianProcess } from '../src/gp/gaussian-process.js';

/** A random symmetric positive definite matrix. */
function definite(n: number, random: Random): Float64Array {
  const root = new Float64Array(n * n).map(() => random.normal());
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      for (let k = 0; k < n; k += 1) matrix[i * n + j]! += root[i * n + k]! * root[j * n + k]!;
    }
    matrix[i * n + i]! += 0.1;
  }
  return matrix;
}

const distance = (a: Float64Array, b: Float64Array, d: number) => (a[d]! - b[d]!) ** 2;

describe('the Cholesky factor', () => {
  it('times its transpose is the matrix, and solves with it', () => {
    const random = new Random(1);
    for (const n of [1, 2, 7, 30]) {
      const matrix = definite(n, random);
      const lower = cholesky(matrix, n);
      const vector = new Float64Array(n).map(() => random.normal());
      const solution = solveUpper(lower, solveLower(lower, vector));
      const inverse = inverseOf(lower, n);
      for (let i = 0; i < n; i += 1) {
        let [product, row, unit] = [0, 0, 0];
        for (let k = 0; k < n; k += 1) {
          product += lower[i * n + k]! * lower[i * n + k]!;
          row += matrix[i * n + k]! * solution[k]!;
          unit += matrix[i * n + k]! * inverse[k * n + i]!;
        }
        // Condition numbers of some thousands: 1e-9 leaves four digits for rounding.
        expect(product).toBeCloseTo(matrix[i * n + i]!, 9);
        expect(row).toBeCloseTo(vector[i]!, 7);
        expect(unit).toBeCloseTo(1, 7);
      }
    }
  });

  it('of a matrix that is not positive definite does not exist', () => {
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow(NotPositiveDefiniteError);
  });
});

describe('a Gaussian process', () => {
  const random = new Random(6);
  const points = Array.from({ length: 40 }, () => Float64Array.from([random.next(), random.next(), random.next()]));
  const truth = ([x, y]: Float64Array) => Math.sin(6 * x!) + 0.5 * y!;
  const values = Float64Array.from(points, truth);
  const process = new GaussianProcess(points, values, distance);

  it('interpolates its observations and is close to the truth between them', () => {
    points.forEach((point, i) => expect(process.predict(point).mean).toBeCloseTo(values[i]!, 1));
    for (let i = 0; i < 50; i += 1) {
      const point = Float64Array.from([0.1 + 0.8 * random.next(), 0.1 + 0.8 * random.next(), random.next()]);
      expect(Math.abs(process.predict(point).mean - truth(point))).toBeLessThan(0.2);
    }
  });

  it('is more certain near its observations than far away', () => {
    const near = process.predict(points[0]!).deviation;
    const far = process.predict(Float64Array.of(3, 3, 3)).deviation;
    expect(near).toBeLessThan(far / 5);
  });

  it('finds the dimension that matters: its length is short, that of the irrelevant one long', () => {
    const [first, , idle] = process.lengths;
    expect(idle!).toBeGreaterThan(2 * first!);
  });

  it('works with one observation, and if all are equal', () => {
    const one = new GaussianProcess([Float64Array.of(0.5)], Float64Array.of(0), distance);
    expect(one.predict(Float64Array.of(0.1)).mean).toBeCloseTo(0, 9);
    const equal = new GaussianProcess([Float64Array.of(0.5), Float64Array.of(0.5)], Float64Array.of(1, 1), distance);
    expect(equal.predict(Float64Array.of(0.5)).mean).toBeCloseTo(1, 1);
  });
});

describe('the expected improvement', () => {
  it('is the mean improvement of random draws', () => {
    const random = new Random(2);
    for (const [mean, deviation] of [
      [0, 1],
      [1, 0.5],
      [-0.5, 2],
    ] as const) {
      let sum = 0;
      for (let i = 0; i < 200_000; i += 1) sum += Math.max(0, 0.2 - (mean + deviation * random.normal()));
      // Five standard errors of 200,000 draws of a deviation of at most 2.
      expect(Math.abs(Math.exp(logExpectedImprovement({ mean, deviation }, 0.2)) - sum / 200_000)).toBeLessThan(0.02);
    }
  });

  it('still ranks points where it is near 0, without a jump', () => {
    const at = (mean: number) => logExpectedImprovement({ mean, deviation: 1 }, 0);
    let last = at(0);
    for (let mean = 0.05; mean < 40; mean += 0.05) {
      expect(at(mean)).toBeLessThan(last);
      last = at(mean);
    }
    expect(at(40)).toBeGreaterThan(-1000);
    expect(Math.abs(at(5.999) - at(6.001))).toBeLessThan(0.1);
  });
});
