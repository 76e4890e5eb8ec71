import { serialCorrelation } from './serial-correlation.js';

/** A mean with its standard error. */
export interface MeanWithError {
  /** NaN if there is no value. */
  readonly mean: number;
  /** Standard error; NaN if there are fewer than two clusters. */
  readonly standardError: number;
  /** Number of clusters. */
  readonly clusters: number;
  /** Correlation of each cluster's error with that of the one before it, in [0, 0.9]; see {@link serialCorrelation}. */
  readonly correlation: number;
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
  const errors: number[] = [];
  for (let code = 0; code < size; code += 1) {
    if (counts[code]! > 0) errors.push(sums[code]! - mean * counts[code]!);
  }
  const clusters = errors.length;
  if (clusters < 2) return { mean, standardError: Number.NaN, clusters, correlation: 0 };
  const squares = errors.reduce((sum, error) => sum + error ** 2, 0);
  const standardError = Math.sqrt((clusters / (clusters - 1)) * squares) / count;
  return { mean, standardError, clusters, correlation: serialCorrelation(errors) };
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
  const numbers = new Map(
    Array.from(new Set(cluster), Number)
      .sort((a, b) => a - b)
      .map((value, code) => [value, code]),
  );
  const codes = Int32Array.from(cluster, (value) => numbers.get(value)!);
  return { codes, first: 0, size: numbers.size };
}
