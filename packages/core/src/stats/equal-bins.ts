/**
 * The bin of each value, of `bins` that split [0, `greatest`] into equal widths; a value on a border belongs to the upper
 * bin, the greatest to the last one, and a missing one to the first.
 */
export function equalBins(values: ArrayLike<number>, bins: number, greatest = 1): Int32Array {
  const bin = new Int32Array(values.length);
  for (let i = 0; i < bin.length; i += 1) {
    bin[i] = Math.max(0, Math.min(bins - 1, Math.floor((values[i]! * bins) / greatest))) || 0;
  }
  return bin;
}

/** Number of values in each bin of {@link equalBins}: of PITs, their histogram, which is flat for honest forecasts. */
export function binCounts(values: ArrayLike<number>, bins: number, greatest = 1): Int32Array {
  const counts = new Int32Array(bins);
  for (const bin of equalBins(values, bins, greatest)) counts[bin]! += 1;
  return counts;
}
