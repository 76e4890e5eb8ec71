/** The smallest of the sorted values that at least the share `p` of them does not exceed (nearest rank). */
export const percentile = (sorted, p) => sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)];

/** The same of half of the values, which need not be sorted. */
export const median = (values) =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
