import * as fc from 'fast-check';

import { Assigner } from '../../../src/index.js';
import { chiSquareTest } from '../../../src/ab/stats/index.js';
import { murmur3 } from '../../../src/ab/assignment/murmur3.js';
import { SCIPY } from '../support/scipy.js';

const UNITS = Array.from({ length: 20_000 }, (_, i) => `dataset-${i % 500}/rule-${Math.floor(i / 500)}`);

describe('the hash', () => {
  it("equals scikit-learn's MurmurHash3 over UTF-8, for every length and seed", () => {
    for (const [text, seed, expected] of SCIPY.hashes) expect([text, murmur3(text, seed)]).toEqual([text, expected]);
  });

  it('has the published values', () => {
    expect(murmur3('', 1)).toBe(0x514e28b7);
    expect(murmur3('The quick brown fox jumps over the lazy dog', 0x9747b28c)).toBe(0x2fa826cd);
  });

  it('flips about half of the result when one bit of the text changes', () => {
    const flips = new Float64Array(32);
    let pairs = 0;
    for (const unit of UNITS.slice(0, 3000)) {
      for (let bit = 0; bit < 5; bit += 1) {
        const at = (pairs * 7) % unit.length;
        const other = unit.slice(0, at) + String.fromCharCode(unit.charCodeAt(at) ^ (1 << bit)) + unit.slice(at + 1);
        const changed = murmur3(unit, 9) ^ murmur3(other, 9);
        for (let place = 0; place < 32; place += 1) flips[place]! += (changed >>> place) & 1;
        pairs += 1;
      }
    }
    // Standard deviation of a share of 15,000 coins: 0.004.
    for (const count of flips) expect(Math.abs(count / pairs - 0.5)).toBeLessThan(0.02);
  });
});

describe('an assignment', () => {
  const assigner = new Assigner({ name: 'lr', seed: 42, treatments: ['treatment'] });

  it('is the same in every process at any time', () => {
    const arms = UNITS.slice(0, 12).map((unit) => assigner.arm(unit, 0.5)[0]);
    expect(arms.join('')).toBe('tctttcccctcc');
  });

  it.each([0.01, 0.05, 0.25, 0.5, 0.9])('meets a share of %d', (share) => {
    const treated = UNITS.filter((unit) => assigner.arm(unit, share) === 'treatment').length;
    expect(chiSquareTest([treated, UNITS.length - treated], [share, 1 - share]).pValue).toBeGreaterThan(0.001);
  });

  it('spreads units evenly over the whole of [0, 1)', () => {
    const bins = new Array<number>(64).fill(0);
    for (const unit of UNITS) bins[Math.floor((murmur3(unit, 77) / 2 ** 32) * 64)]! += 1;
    expect(
      chiSquareTest(
        bins,
        bins.map(() => 1 / 64),
      ).pValue,
    ).toBeGreaterThan(0.001);
  });

  it('keeps every treated unit when the share grows, whatever the arms', () => {
    const several = new Assigner({ name: 'three', seed: 7, treatments: ['a', 'b', 'c'] });
    fc.assert(
      fc.property(
        fc.string(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (unit, x, y) => {
          const [less, more] = [Math.min(x, y), Math.max(x, y)];
          const before = several.arm(unit, less);
          if (before !== 'control') expect(several.arm(unit, more)).toBe(before);
        },
      ),
      { seed: 3, numRuns: 2000 },
    );
  });

  it('treats no unit at a share of 0 and every unit at 1', () => {
    expect(UNITS.every((unit) => assigner.arm(unit, 0) === 'control')).toBe(true);
    expect(UNITS.every((unit) => assigner.arm(unit, 1) === 'treatment')).toBe(true);
  });

  it('divides the treated evenly between several treatments', () => {
    const several = new Assigner({ name: 'three', seed: 7, treatments: ['a', 'b', 'c'] });
    const counts = ['control', 'a', 'b', 'c'].map(
      (arm) => UNITS.filter((unit) => several.arm(unit, 0.6) === arm).length,
    );
    expect(chiSquareTest(counts, [0.4, 0.2, 0.2, 0.2]).pValue).toBeGreaterThan(0.001);
  });

  it('of another name or seed is independent', () => {
    const others = [
      new Assigner({ name: 'other', seed: 42, treatments: ['treatment'] }),
      new Assigner({ name: 'lr', seed: 43, treatments: ['treatment'] }),
    ];
    for (const other of others) {
      const table = [0, 0, 0, 0];
      for (const unit of UNITS) {
        table[Number(assigner.arm(unit, 0.5) === 'control') + 2 * Number(other.arm(unit, 0.5) === 'control')]! += 1;
      }
      expect(chiSquareTest(table, [0.25, 0.25, 0.25, 0.25]).pValue).toBeGreaterThan(0.001);
    }
  });

  it('requires a treatment', () => {
    expect(() => new Assigner({ name: 'x', seed: 1, treatments: [] })).toThrow(/at least one treatment/);
  });
});
