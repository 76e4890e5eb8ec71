import { Random } from '@dqs/core';

import { earnedFacts, gradeDay, newPool, type GradedWarning, type PoolRecord } from '../../src/earned/evidence.js';
import { EARNED_E } from '../../src/facts/facts.js';

const SERIES = 200;
const DAYS = 365;
const BASE = 0.05;

/** Days until a pool earns its pages; undefined if it does not within a year. */
function daysToEarn(seed: number, hitRate: number, said: number, together = false): number | undefined {
  const random = new Random(seed);
  const chance = () => random.nextUint32() / 2 ** 32;
  let pool = newPool('p');
  for (let day = 0; day < DAYS; day += 1) {
    const common = chance();
    const warnings = Array.from({ length: 4 }, (_, i) => ({
      series: `s${i}`,
      p: said,
      missed: (together ? common : chance()) < hitRate,
    }));
    pool = gradeDay(pool, { warnings, graded: SERIES, missed: Math.round(SERIES * BASE) });
    if (earnedFacts(pool, 'x').e >= EARNED_E) return day + 1;
  }
  return undefined;
}

const earned = (runs: number, ...rest: [number, number, boolean?]) =>
  Array.from({ length: runs }, (_, seed) => daysToEarn(seed, ...rest)).filter((one) => one !== undefined);

describe('a pool', () => {
  it('whose warnings come true no more often than any day earns no pages: in at most 1 of 20 years', () => {
    expect(earned(200, BASE, 0.8).length).toBeLessThanOrEqual(10);
    expect(earned(200, BASE, 0.3).length).toBeLessThanOrEqual(10);
  });

  it('nor does one whose series fail all together', () => {
    expect(earned(200, BASE, 0.8, true).length).toBeLessThanOrEqual(10);
  });

  it('whose warnings come true as they say earns them within days', () => {
    const days = earned(50, 0.8, 0.8);
    expect(days).toHaveLength(50);
    expect(Math.max(...days)).toBeLessThanOrEqual(10);
  });

  it('whose warnings are overconfident but better than chance earns them later', () => {
    const days = earned(50, 0.4, 0.9);
    expect(days.length).toBeGreaterThanOrEqual(48);
  });

  it('without warnings keeps its evidence and learns its base rate', () => {
    const before = newPool('p');
    expect(gradeDay(before, { warnings: [], graded: 100, missed: 5 })).toEqual({ ...before, graded: 100, missed: 5 });
  });

  it('has odds of its days by hand: e after one right warning of 0.8 at a base rate of 1 in 2 is 1.3', () => {
    const pool = gradeDay(newPool('p'), { warnings: [{ series: 's', p: 0.8, missed: true }], graded: 1, missed: 1 });
    // 0.5 + 0.5 × 0.8 / 0.5.
    expect(earnedFacts(pool, 's').e).toBeCloseTo(1.3, 12);
    expect(pool).toMatchObject({ days: 1, warnings: 1, hits: 1, graded: 1, missed: 1 });
  });
});

describe('the veto of a series', () => {
  const pool = (missed: (warning: { series: string; day: number }) => boolean): PoolRecord => {
    let record = newPool('p');
    for (let day = 0; day < 60; day += 1) {
      const warnings: GradedWarning[] = ['good', 'bad'].map((series) => ({
        series,
        p: 0.8,
        missed: missed({ series, day }),
      }));
      record = gradeDay(record, { warnings, graded: SERIES, missed: Math.round(SERIES * BASE) });
    }
    return record;
  };

  it('speaks once its own warnings have shown to be worth nothing, though the pool has earned its pages', () => {
    const record = pool(({ series, day }) => series === 'good' && day % 5 > 0);
    expect(earnedFacts(record, 'good')).toMatchObject({ e: 1e12, veto: false });
    expect(earnedFacts(record, 'bad')).toMatchObject({ e: 1e12, veto: true });
    expect(earnedFacts(record, 'new')).toMatchObject({ veto: false });
  });

  it('survives JSON, and a series named __proto__', () => {
    const record = gradeDay(newPool('p'), {
      warnings: [{ series: '__proto__', p: 0.8, missed: false }],
      graded: 10,
      missed: 0,
    });
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    expect(record.vetoes).toHaveLength(1);
  });
});
