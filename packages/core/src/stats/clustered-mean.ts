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
export function clusteredMean(values: ArrayLike<number>, cluster: Int32Array | readonly number[]): MeanWithError {
  const { codes, first, size } = codesOf(cluster);
  const [sums, counts] = [new Float64Array(size), new Int32Array(size)];
  let [sum, count] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (value !== value) continue;
    const code = codes[i]! - first;
    sums[code]! += value;
    counts[code]! += 1;
    sum += value;
    count += 1;
  }
  const mean = count === 0 ? Number.NaN : sum / count;
  let [squares, clusters] = [0, 0];
  for (let code = 0; code < size; code += 1) {
    if (counts[code] === 0) continue;
    clusters += 1;
    squares += (sums[code]! - mean * counts[code]!) ** 2;
  }
  if (clusters < 2) return { mean, standardError: Number.NaN, clusters };
  return { mean, standardError: Math.sqrt((clusters / (clusters - 1)) * squares) / count, clusters };
}

/** Clusters as numbers from `first` on. Days lie close together: they are number enough as they are. */
function codesOf(cluster: Int32Array | readonly number[]) {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of cluster) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const size = greatest - least + 1;
  if (cluster.length > 0 && Number.isInteger(least) && size <= 1000 + 2 * cluster.length) {
    return { codes: cluster, first: least, size };
  }
  const numbers = new Map<number, number>();
  const codes = Int32Array.from(cluster, (value) => {
    const known = numbers.get(value) ?? numbers.size;
    numbers.set(value, known);
    return known;
  });
  return { codes, first: 0, size: numbers.size };
}
