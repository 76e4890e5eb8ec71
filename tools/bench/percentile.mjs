/** The smallest of the sorted values that at least the share `p` of them does not exceed (nearest rank). */
export const percentile = (sorted, p) => sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)];
