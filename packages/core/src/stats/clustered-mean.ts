/** A mean with its standard error. */
export interface MeanWithError {
  /** NaN where there is no value. */
  readonly mean: number;
  /** Standard error; NaN where there are fewer than two clusters. */
  readonly standardError: number;
  /** Number of clusters. */
  readonly clusters: number;
}

/**
 * Mean of values that come in clusters (rows of one day share that day's luck), with the standard error that holds when
 * the clusters, not the values, are independent: the ratio estimator's, `√(G/(G−1) · Σ(sum_g − mean · n_g)²) / n`
 * (Cochran 1977, Sampling Techniques, 6.4).
 *
 * @param values NaN values are left out.
 * @param cluster the cluster of each value, such as its day.
 */
export function clusteredMean(values: ArrayLike<number>, cluster: ArrayLike<number>): MeanWithError {
  const groups = new Map<number, { sum: number; count: number }>();
  let [sum, count] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    let group = groups.get(cluster[i]!);
    if (!group) groups.set(cluster[i]!, (group = { sum: 0, count: 0 }));
    group.sum += value;
    group.count += 1;
    sum += value;
    count += 1;
  }
  const mean = count === 0 ? Number.NaN : sum / count;
  const clusters = groups.size;
  if (clusters < 2) return { mean, standardError: Number.NaN, clusters };
  let squares = 0;
  for (const group of groups.values()) squares += (group.sum - mean * group.count) ** 2;
  return { mean, standardError: Math.sqrt((clusters / (clusters - 1)) * squares) / count, clusters };
}
