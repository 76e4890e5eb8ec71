import { clusteredMean } from '@dqs/core/stats';

import { tTestOf, type TTest } from './t-tests.js';

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
