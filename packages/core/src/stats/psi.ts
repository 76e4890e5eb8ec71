import { chiSquaredQuantile } from './chi-squared.js';

/** A share of nothing would make the index infinite; it counts as this much. */
const LEAST_SHARE = 1e-4;

/**
 * Population stability index of two histograms over the same bins: `Σ (a − e) · ln(a / e)` over the shares a and e. 0 for
 * equal shares, symmetric, above 0 otherwise. By custom below 0.1 is no change and above 0.25 a considerable one.
 *
 * @param expected counts by bin, of the reference.
 * @param actual counts by bin, of what is compared with it.
 * @returns NaN if one of the histograms is empty. An empty bin counts as a share of 0.0001.
 */
export function populationStabilityIndex(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  const [totalExpected, totalActual] = [total(expected), total(actual)];
  if (totalExpected === 0 || totalActual === 0) return Number.NaN;
  let index = 0;
  for (let bin = 0; bin < expected.length; bin += 1) {
    const e = Math.max(expected[bin]! / totalExpected, LEAST_SHARE);
    const a = Math.max(actual[bin]! / totalActual, LEAST_SHARE);
    index += (a - e) * Math.log(a / e);
  }
  return index;
}

/** Below this the index is no change by custom, however sure it is. */
const LEAST_INDEX = 0.1;

/**
 * The index beyond which two histograms differ by more than chance and by more than custom allows: `max(0.1,
 * χ²(bins − 1, 1 − α) · (1/n + 1/m))`. Of equal distributions the index over (1/n + 1/m) is about χ² with bins − 1 degrees of
 * freedom (Yurdakul 2018): with 10 bins, 28 values against 365 exceed the customary 0.2 in most cases.
 *
 * @param bins of both histograms, two or more; with fewer nothing can differ.
 * @param n independent values of the one, as `m` of the other; correlated ones count for less, see `shareDrift`.
 * @param alpha share of equal distributions that are flagged all the same. @default 0.01
 */
export function psiLimit(bins: number, n: number, m: number, alpha = 0.01): number {
  if (bins < 2) return Number.POSITIVE_INFINITY;
  return Math.max(LEAST_INDEX, chiSquaredQuantile(1 - alpha, bins - 1) * (1 / n + 1 / m));
}

/**
 * Kolmogorov and Smirnov's distance of two histograms over the same ascending bins: the greatest difference of their
 * cumulative shares, 0 to 1. NaN if one of them is empty.
 */
export function kolmogorovSmirnovDistance(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  const [totalExpected, totalActual] = [total(expected), total(actual)];
  if (totalExpected === 0 || totalActual === 0) return Number.NaN;
  let [distance, cumulativeExpected, cumulativeActual] = [0, 0, 0];
  for (let bin = 0; bin < expected.length; bin += 1) {
    cumulativeExpected += expected[bin]! / totalExpected;
    cumulativeActual += actual[bin]! / totalActual;
    distance = Math.max(distance, Math.abs(cumulativeExpected - cumulativeActual));
  }
  return distance;
}

function total(counts: ArrayLike<number>): number {
  return Array.from(counts).reduce((sum, count) => sum + count, 0);
}
