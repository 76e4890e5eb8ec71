import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { sobol, SOBOL_DIMENSIONS } from '../src/sobol/sobol.js';

const FIXTURE = JSON.parse(readFileSync(join(__dirname, 'fixtures', 'sobol.json'), 'utf8')) as {
  readonly points: readonly (readonly number[])[];
};

describe('the Sobol sequence', () => {
  it('equals that of SciPy, bit for bit, in all dimensions', () => {
    expect(FIXTURE.points[0]).toHaveLength(SOBOL_DIMENSIONS);
    FIXTURE.points.forEach((point, index) => {
      point.forEach((bits, dimension) => expect(sobol(index, dimension) * 2 ** 32).toBe(bits));
    });
  });

  it.each([undefined, 1, 2026])('scrambled by %s puts one of 2ᵏ points into each of 2ᵏ equal intervals', (seed) => {
    for (const power of [1, 4, 7]) {
      const count = 2 ** power;
      for (const dimension of [0, 1, 7, 63]) {
        const cells = Array.from({ length: count }, (_, i) => Math.floor(sobol(i, dimension, seed) * count));
        expect(new Set(cells).size).toBe(count);
      }
    }
  });

  it('scrambled keeps the even spread over pairs of dimensions: one of 64 points in each of 8 × 8 squares', () => {
    for (const seed of [3, 4, 5]) {
      const cells = Array.from({ length: 64 }, (_, i) => {
        return 8 * Math.floor(8 * sobol(i, 0, seed)) + Math.floor(8 * sobol(i, 1, seed));
      });
      expect(new Set(cells).size).toBe(64);
    }
  });

  it('differs from seed to seed and from dimension to dimension, and never leaves [0, 1)', () => {
    const column = (dimension: number, seed: number) => Array.from({ length: 50 }, (_, i) => sobol(i, dimension, seed));
    expect(column(0, 1)).not.toEqual(column(0, 2));
    expect(column(0, 1)).not.toEqual(column(1, 1));
    for (const value of [...column(5, 9), sobol(2 ** 32 - 1, 3, 7)]) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(1);
    }
  });
});
