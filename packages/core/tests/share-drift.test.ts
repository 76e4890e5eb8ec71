import { benjaminiHochbergLimit, fSurvival, shareDrift } from '../src/stats/index.js';
import { chiSquaredSurvival } from '../src/stats/index.js';

const of = (...counts: number[]) => Float64Array.from(counts);
const summed = (daily: readonly number[][]) => Float64Array.from(daily, (days) => days.reduce((a, b) => a + b, 0));

describe('share drift', () => {
  it("is Pearson's test of two samples where every value is independent", () => {
    const [expected, observed] = [of(300, 500, 200), of(250, 520, 230)];
    // The textbook form: Σ (O − E)² / E over the cells of the table of two rows.
    const both = [550, 1020, 430];
    const cells = [expected, observed].flatMap((row) =>
      [...row].map((count, bin) => (count - both[bin]! / 2) ** 2 / (both[bin]! / 2)),
    );
    const pearson = cells.reduce((a, b) => a + b, 0);
    const { pValue, designEffect } = shareDrift(expected, observed, undefined);
    // F with 2 and 2000 degrees of freedom instead of chi-squared, which is its limit.
    expect(pValue).toBeCloseTo(fSurvival(pearson / 2, 2, 2000), 12);
    expect(pValue).toBeCloseTo(chiSquaredSurvival(pearson, 2), 3);
    expect(designEffect).toBe(1);
  });

  it('cannot be told without values on both sides, of one bin alone or of one day', () => {
    const unknown = { pValue: 1, designEffect: Number.NaN };
    expect(shareDrift(of(0, 0), of(1, 2), undefined)).toEqual(unknown);
    expect(shareDrift(of(1, 2), of(0, 0), undefined)).toEqual(unknown);
    expect(shareDrift(of(5, 0), of(9, 0), undefined)).toEqual(unknown);
    expect(shareDrift(of(5, 5), of(9, 1), [[9], [1]])).toEqual(unknown);
    expect(
      shareDrift(of(5, 5), of(9, 1), [
        [0, 9, 0],
        [0, 1, 0],
      ]),
    ).toEqual(unknown);
  });

  it('is less sure where the values of a day share its luck', () => {
    // The same totals: once even on every day, once all of a day in one bin.
    const even = [Array<number>(40).fill(55), Array<number>(40).fill(45)];
    const lumpy = [
      Array.from({ length: 40 }, (_, day) => (day % 20 < 11 ? 100 : 0)),
      Array.from({ length: 40 }, (_, day) => (day % 20 < 11 ? 0 : 100)),
    ];
    const expected = of(2000, 2000);
    expect(summed(lumpy)).toEqual(summed(even));
    const steady = shareDrift(expected, summed(even), even);
    const clustered = shareDrift(expected, summed(lumpy), lumpy);
    expect(steady.designEffect).toBe(1);
    expect(clustered.designEffect).toBeGreaterThan(50);
    // Few waves to measure chance on make it less certain than the 1e-5 of independent values.
    expect(steady.pValue).toBeLessThan(0.01);
    expect(clustered.pValue).toBeGreaterThan(0.2);
  });

  it('finds nothing where the shares are those of the reference', () => {
    const daily = [Array<number>(30).fill(3), Array<number>(30).fill(7)];
    expect(shareDrift(of(300, 700), summed(daily), daily).pValue).toBe(1);
  });
});

describe('the limit of Benjamini and Hochberg', () => {
  it('is that of their own example of fifteen tests (1995, section 3.1)', () => {
    const pValues = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    expect(benjaminiHochbergLimit(pValues.toReversed(), 0.05)).toBe(0.0095);
  });

  it('rejects up to the last that passes, though one before it does not, and none if none does', () => {
    expect(benjaminiHochbergLimit([0.03, 0.04, 0.05], 0.05)).toBe(0.05);
    expect(benjaminiHochbergLimit([0.051, 0.5], 0.05)).toBe(-1);
    expect(benjaminiHochbergLimit([], 0.05)).toBe(-1);
  });
});
