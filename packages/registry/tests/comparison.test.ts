import { Random } from '@dqs/core';

import { compareLosses, type PairedLosses } from '../src/index.js';

/** Losses of ten rows a day in two segments; the candidate's differ by `shift` and noise that a whole day shares. */
function losses(days: number, shift: number, seed = 1): PairedLosses {
  const random = new Random(seed);
  const rows = Array.from({ length: days * 10 }, (_, row) => row);
  const dayNoise = Array.from({ length: days }, () => 0.5 * random.normal());
  const baseline = rows.map(() => 3 + Math.abs(random.normal()));
  return {
    day: rows.map((row) => 20_000 + Math.floor(row / 10)),
    segment: rows.map((row) => (row % 2 === 0 ? 'ATTRIBUTE' : 'DATASET')),
    baseline,
    candidate: baseline.map((loss, row) => loss + shift + dayNoise[Math.floor(row / 10)]! + 0.1 * random.normal()),
  };
}

describe('a comparison', () => {
  it('says better or worse if the interval excludes 0, for all rows and by segment', () => {
    const better = compareLosses(losses(60, -1));
    expect(better).toMatchObject({ verdict: 'better', confidence: 0.95 });
    expect(better.segments.map(({ segment, rows, days, verdict }) => [segment, rows, days, verdict])).toEqual([
      ['all', 600, 60, 'better'],
      ['ATTRIBUTE', 300, 60, 'better'],
      ['DATASET', 300, 60, 'better'],
    ]);
    expect(compareLosses(losses(60, 1)).verdict).toBe('worse');
  });

  it('is inconclusive if the interval contains 0', () => {
    const { verdict, reason, segments } = compareLosses(losses(60, 0));
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('which contains 0');
    expect(segments[0]!.low).toBeLessThan(0);
    expect(segments[0]!.high).toBeGreaterThan(0);
  });

  it('gives the means of the rows, and their difference, exactly', () => {
    const { day, segment, baseline, candidate } = losses(20, 0.3);
    const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
    const [all] = compareLosses({ day, segment, baseline, candidate }).segments;
    // Sums by day add in a different order from sums by row: 1e-12 covers the rounding of 200 additions.
    expect(Math.abs(all!.baseline! - mean(baseline))).toBeLessThan(1e-12);
    expect(Math.abs(all!.candidate! - mean(candidate))).toBeLessThan(1e-12);
    expect(Math.abs(all!.difference! - (mean(candidate) - mean(baseline)))).toBeLessThan(1e-12);
  });

  it('does not count the rows of one day as independent: their noise is shared', () => {
    // By rows alone the standard error would be 0.5 / √600 and the interval a third as wide.
    const [all] = compareLosses(losses(60, 0)).segments;
    const width = all!.high! - all!.low!;
    expect(width).toBeGreaterThan((2 * 1.96 * 0.5) / Math.sqrt(600));
    expect(width).toBeLessThan((4 * 1.96 * 0.5) / Math.sqrt(60));
  });

  it('errs no more often than its confidence allows if both are equally good', () => {
    let wrong = 0;
    for (let seed = 1; seed <= 300; seed += 1) {
      if (compareLosses(losses(seed % 2 === 0 ? 28 : 63, 0, seed)).verdict !== 'inconclusive') wrong += 1;
    }
    // 15 are expected of 300; the percentile interval of a bootstrap was wrong in 9 to 16 of 100.
    expect(wrong).toBeLessThanOrEqual(18);
  });

  it('gives no verdict on few days, however large the difference', () => {
    expect(compareLosses(losses(13, -5))).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('13 days'),
    });
    expect(compareLosses(losses(13, -5), { minimumDays: 10 }).verdict).toBe('better');
  });

  it('without rows says so, with nulls for numbers', () => {
    const found = compareLosses({ day: [], segment: [], baseline: [], candidate: [] });
    expect(found.verdict).toBe('inconclusive');
    expect(found.segments).toEqual([
      expect.objectContaining({ rows: 0, days: 0, baseline: null, difference: null, low: null }),
    ]);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it('of a version with itself finds no difference at all', () => {
    const { day, segment, baseline } = losses(30, 0);
    const [all] = compareLosses({ day, segment, baseline, candidate: baseline }).segments;
    expect(all).toMatchObject({ difference: 0, low: 0, high: 0, verdict: 'inconclusive' });
  });

  it('gives the same result every time, in any order of rows', () => {
    const given = losses(30, 0.1);
    const reversed = Object.fromEntries(
      Object.entries(given).map(([name, values]) => [name, [...(values as number[])].reverse()]),
    ) as unknown as PairedLosses;
    const [a, b] = [compareLosses(given), compareLosses(reversed)];
    expect(a.segments[0]!.rows).toBe(b.segments[0]!.rows);
    expect(Math.abs(a.segments[0]!.low! - b.segments[0]!.low!)).toBeLessThan(1e-9);
    expect(compareLosses(given)).toEqual(a);
  });

  it('refuses columns of different lengths', () => {
    const given = losses(20, 0);
    expect(() => compareLosses({ ...given, segment: [] })).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });
});
