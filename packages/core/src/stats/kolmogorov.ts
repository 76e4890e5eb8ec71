/** Below this the series of Kolmogorov's distribution for small arguments settles sooner. */
const SMALL = 1.18;

/**
 * P(K > x) of Kolmogorov's distribution, the limit of √(n m / (n + m)) times the greatest distance of two distribution
 * functions. By his alternating series, for small x by its theta transform; absolute error below 1e-14.
 *
 * @param x 0 or more.
 */
export function kolmogorovSurvival(x: number): number {
  if (!(x > 0)) return 1;
  if (x < SMALL) {
    const step = -((Math.PI / x) ** 2) / 8;
    let sum = 0;
    for (let k = 1; k < 12; k += 2) sum += Math.exp(k * k * step);
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 1; k < 12; k += 1) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return sum;
}

/**
 * Asymptotic p-value of the two-sample test of Kolmogorov and Smirnov. Of values with ties, such as those of a histogram, it
 * is too great, never too small.
 *
 * @param distance as of `kolmogorovSmirnovDistance`.
 * @param n independent values of the one sample, as `m` of the other; fractions where correlated ones count for less.
 */
export function kolmogorovSmirnovPValue(distance: number, n: number, m: number): number {
  return kolmogorovSurvival(distance * Math.sqrt((n * m) / (n + m)));
}
