/**
 * The median: the middle value, or the mean of the two middle ones. NaN if there is none.
 *
 * @param values without NaN, in any order; not changed.
 */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * The q-quantile with linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, NumPy's default).
 *
 * @param values without NaN, in any order; not changed. NaN if there is none.
 * @param q in [0, 1].
 */
export function quantile(values: ArrayLike<number>, q: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), q);
}

/** {@link quantile} of values that are in ascending order already. */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * q;
  const low = Math.floor(position);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (position - low);
}
