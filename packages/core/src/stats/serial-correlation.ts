/** Correlations beyond this are not told apart from a drift, and would make the error infinite. */
const MOST = 0.9;
/** Distances from the mean below this share of it are rounding. */
const ROUNDING = 1e-13;

/**
 * Correlation of each value with the one before it, corrected for the bias of small samples: the plain estimate is too
 * small by about (1 + 4 ρ) / n (Kendall 1954; Marriott and Pope 1954).
 *
 * @param values in order of time.
 * @returns in [0, 0.9], negative ones as 0; 0 below three values or without any spread.
 */
export function serialCorrelation(values: ArrayLike<number>): number {
  const count = values.length;
  if (count < 3) return 0;
  let mean = 0;
  for (let i = 0; i < count; i += 1) mean += values[i]! / count;
  let [squares, products] = [0, 0];
  for (let i = 0; i < count; i += 1) {
    squares += (values[i]! - mean) ** 2;
    if (i > 0) products += (values[i]! - mean) * (values[i - 1]! - mean);
  }
  // Equal values leave only rounding errors, which are perfectly correlated.
  if (squares <= count * (ROUNDING * mean) ** 2) return 0;
  const corrected = count > 4 ? ((products / squares) * count + 1) / (count - 4) : MOST;
  return Math.min(MOST, Math.max(0, corrected));
}

/**
 * By how much correlation of successive values raises the variance of their mean: (1 + ρ) / (1 − ρ), for values whose
 * memory fades by the same share each step (a first-order autoregression). A good day for one version is often followed by
 * another; without this a test of daily means is wrong more often than it says.
 */
export function meanVarianceInflation(correlation: number): number {
  return (1 + correlation) / (1 - correlation);
}
