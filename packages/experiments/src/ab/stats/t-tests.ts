import { clusteredMean, tQuantile, twoSidedTPValue } from '@dqs/core/stats';

import { meanDifference, moments, type Moments } from './moments.js';

/** A test of a mean or of a difference of means, at one time fixed in advance. */
export interface TTest {
  /** The estimate: mean, or difference second minus first. */
  readonly estimate: number;
  readonly standardError: number;
  readonly t: number;
  readonly freedom: number;
  /** Two-sided. */
  readonly pValue: number;
  /** Confidence interval of 1 − α. */
  readonly low: number;
  readonly high: number;
}

/**
 * Student's paired t test: is the mean of the differences 0? Equal to SciPy's `ttest_rel` and `ttest_1samp`.
 *
 * @param differences of pairs, second minus first.
 * @returns undefined below two differences.
 */
export function pairedTTest(differences: ArrayLike<number>, alpha = 0.05): TTest | undefined {
  const { count, mean, variance } = moments(differences);
  return count < 2 ? undefined : tTestOf(mean, Math.sqrt(variance / count), count - 1, alpha);
}

/**
 * Welch's t test of two independent samples with unequal variances (Welch 1947), degrees of freedom by Satterthwaite.
 * Equal to SciPy's `ttest_ind(second, first, equal_var=False)`.
 *
 * @returns undefined if a sample has fewer than two values.
 */
export function welchTest(first: ArrayLike<number>, second: ArrayLike<number>, alpha = 0.05): TTest | undefined {
  const [one, other] = [moments(first), moments(second)];
  if (one.count < 2 || other.count < 2) return undefined;
  const a = one.variance / one.count;
  const b = other.variance / other.count;
  const spread = a ** 2 / (one.count - 1) + b ** 2 / (other.count - 1);
  // Two constant samples have no spread; any freedom then gives the same test.
  const freedom = spread > 0 ? (a + b) ** 2 / spread : one.count + other.count - 2;
  return tTestOf(meanDifference(first, second), Math.sqrt(a + b), freedom, alpha);
}

/**
 * Skewness of the difference of two means if both samples come from one distribution, whose skewness is estimated from
 * all values together: 0 if it is symmetric or the samples have the same size. A t test errs on one side by about a
 * twelfth of it (the first term of Edgeworth's expansion at 5 %). NaN without any spread.
 */
export function differenceSkewness(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [one, other] = [moments(first), moments(second)];
  const pooled = (of: (sample: Moments) => number) =>
    (of(one) * one.count + of(other) * other.count) / (one.count + other.count);
  const skewness = pooled(({ thirdMoment }) => thirdMoment) / pooled(({ variance }) => variance) ** 1.5;
  const weight = (1 / other.count ** 2 - 1 / one.count ** 2) / (1 / one.count + 1 / other.count) ** 1.5;
  return skewness * weight;
}

/** The test that follows from an estimate, its standard error and the degrees of freedom of that error. */
export function tTestOf(estimate: number, standardError: number, freedom: number, alpha: number): TTest {
  const t = estimate === 0 ? 0 : estimate / standardError;
  const reach = tQuantile(1 - alpha / 2, freedom) * standardError;
  const pValue = twoSidedTPValue(t, freedom);
  return { estimate, standardError, t, freedom, pValue, low: estimate - reach, high: estimate + reach };
}

/**
 * Tests the mean of clustered values, with a standard error that allows any dependence within a cluster: a day's rows
 * share that day's effect, so days count and not rows. The error is the cluster-robust one of a regression on a
 * constant with the correction `G / (G − 1)` (Cameron and Miller, "A Practitioner's Guide to Cluster-Robust Inference",
 * 2015), the degrees of freedom G − 1.
 *
 * @param cluster the cluster of each value, such as its day.
 * @returns undefined below two clusters.
 */
export function clusteredMeanTest(
  values: ArrayLike<number>,
  cluster: readonly number[] | Int32Array,
  alpha = 0.05,
): TTest | undefined {
  const { mean, standardError, clusters } = clusteredMean(values, cluster);
  return clusters < 2 ? undefined : tTestOf(mean, standardError, clusters - 1, alpha);
}
