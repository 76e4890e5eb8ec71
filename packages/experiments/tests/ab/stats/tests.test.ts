import {
  benjaminiHochberg,
  chiSquareTest,
  clusteredMeanTest,
  multinomialPValue,
  pairedTTest,
  twoSharesPValue,
  welchTest,
  wilcoxonTest,
  type TTest,
} from '../../../src/ab/stats/index.js';
import { relativeError, SCIPY, TOLERANCE } from '../support/scipy.js';

const near = (actual: number, expected: number) => expect(relativeError(actual, expected)).toBeLessThan(TOLERANCE);

function expectTest(test: TTest | undefined, expected: { t: number; pValue: number; interval: [number, number] }) {
  near(test!.t, expected.t);
  near(test!.pValue, expected.pValue);
  near(test!.low, expected.interval[0]);
  near(test!.high, expected.interval[1]);
}

describe('the paired t test', () => {
  it.each(SCIPY.paired)('equals SciPy: statistic, p-value and interval (%#)', (one) => {
    expectTest(pairedTTest(one.first.map((value, i) => one.second[i]! - value)), one);
  });

  it('requires two differences, and finds nothing in zeros', () => {
    expect(pairedTTest([1])).toBeUndefined();
    expect(pairedTTest([0, 0, 0])).toMatchObject({ t: 0, pValue: 1, low: 0, high: 0 });
  });

  it('is certain of constant differences', () => {
    expect(pairedTTest([2, 2, 2])).toMatchObject({ t: Infinity, pValue: 0, low: 2, high: 2 });
  });
});

describe("Welch's t test", () => {
  it.each(SCIPY.welch)('equals SciPy: statistic, p-value and interval (%#)', (one) => {
    expectTest(welchTest(one.first, one.second), one);
  });

  it('requires two values on each side', () => {
    expect(welchTest([1], [1, 2])).toBeUndefined();
    expect(welchTest([1, 2], [])).toBeUndefined();
  });
});

describe('the mean clustered by day', () => {
  it.each(SCIPY.clustered)('equals the sandwich of matrices (%#)', (one) => {
    const test = clusteredMeanTest(one.values, one.day);
    near(test!.standardError, one.standardError);
    expectTest(test, { ...one, t: one.mean / one.standardError });
  });

  it('does not become more certain by repeating the rows of a day', () => {
    const once = clusteredMeanTest([1, 3, 2, 5], [0, 1, 2, 3])!;
    const fourfold = clusteredMeanTest(
      [1, 3, 2, 5].flatMap((value) => [value, value, value, value]),
      [0, 1, 2, 3].flatMap((day) => [day, day, day, day]),
    )!;
    expect(fourfold.pValue).toBeCloseTo(once.pValue, 12);
  });

  it('requires two days', () => {
    expect(clusteredMeanTest([1, 2, 3], [4, 4, 4])).toBeUndefined();
  });
});

describe("Wilcoxon's signed-rank test", () => {
  it.each(SCIPY.wilcoxon)('equals SciPy, exact and approximate, with ties and zeros (%#)', (one) => {
    const test = wilcoxonTest(one.differences, one.mode === 'exact' ? 'exact' : 'normal')!;
    expect(test.statistic).toBe(one.statistic);
    near(test.pValue, one.pValue);
  });

  it('enumerates small samples without ties and approximates others', () => {
    expect(wilcoxonTest([1, -2, 3])!.method).toBe('exact');
    expect(wilcoxonTest([1, -2, 2])!.method).toBe('normal');
    expect(wilcoxonTest([1, -2, 0])!.method).toBe('normal');
    expect(wilcoxonTest(Array.from({ length: 51 }, (_, i) => i + 1))!.method).toBe('normal');
  });

  it('gives no result if nothing differs', () => {
    expect(wilcoxonTest([0, 0])).toBeUndefined();
    expect(wilcoxonTest([])).toBeUndefined();
  });
});

describe('the chi-square test', () => {
  it.each(SCIPY.chiSquare)('equals SciPy (%#)', (one) => {
    const test = chiSquareTest(one.counts, one.shares);
    near(test.statistic, one.statistic);
    near(test.pValue, one.pValue);
  });

  it('finds nothing if nothing was counted', () => {
    expect(chiSquareTest([0, 0], [0.3, 0.7])).toMatchObject({ statistic: 0, pValue: 1 });
  });

  it('refuses shares that do not fit the counts', () => {
    for (const shares of [[1], [0.5, 0.6], [1, 0], [0.2, 0.3, 0.5]]) {
      expect(() => chiSquareTest([3, 4], shares)).toThrow(/two or more counts with a share above 0/);
    }
  });
});

describe('the always-valid test of shares', () => {
  it.each(SCIPY.chiSquare)('equals the Dirichlet evidence by SciPy (%#)', (one) => {
    near(multinomialPValue(one.counts, one.shares), one.alwaysValid);
  });
});

describe('the test of two shares', () => {
  it.each(SCIPY.twoShares)('equals SciPy (%#)', (one) => {
    near(twoSharesPValue(one.hits, one.totals), one.pValue);
  });

  it('finds nothing if nothing or everything is a hit', () => {
    expect([twoSharesPValue([0, 0], [5, 9]), twoSharesPValue([5, 9], [5, 9]), twoSharesPValue([0, 1], [0, 3])]).toEqual(
      [1, 1, 1],
    );
  });
});

describe("Benjamini and Hochberg's adjustment", () => {
  it.each(SCIPY.falseDiscovery)('is the smallest rate at which a test is rejected (%#)', (one) => {
    benjaminiHochberg(one.pValues).forEach((value, i) => near(value, one.adjusted[i]!));
  });

  it('of no p-values is empty', () => {
    expect(benjaminiHochberg([])).toEqual([]);
  });
});
