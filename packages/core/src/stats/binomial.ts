/** ln Γ(x) for x > 0, by Lanczos' approximation (g = 7, n = 9); relative error below 1e-14 for x ≥ 0.5. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  const z = x - 1;
  const t = z + 7.5;
  let series = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i += 1) series += LANCZOS[i]! / (z + i);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series);
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

const TABLE_LENGTH = 1024;
let logFactorials: Float64Array | undefined;

/** ln n!; small ones, which are asked for once a forecast, come from a table. */
function logFactorial(n: number): number {
  if (n >= TABLE_LENGTH) return logGamma(n + 1);
  logFactorials ??= Float64Array.from({ length: TABLE_LENGTH }, (_, i) => logGamma(i + 1));
  return logFactorials[n]!;
}

/**
 * P(X ≤ k) for X ~ Binomial(n, p), as a sum over the tail on the far side of the mean: its terms shrink all the way, so
 * nothing is lost to rounding.
 *
 * @param k an integer; below 0 gives 0, n or more gives 1.
 * @param n number of trials, an integer ≥ 0.
 * @param p probability of success in [0, 1].
 */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n || p <= 0) return 1;
  if (p >= 1) return 0;
  // Failures are Binomial(n, 1 − p): the upper tail of the one is the lower tail of the other.
  return k < n * p ? lowerTail(k, n, p, 1 - p) : 1 - lowerTail(n - k - 1, n, 1 - p, p);
}

/** The sum of the terms 0 … k, each from the one above it; `q` is 1 − p, given apart because it may be the exact one. */
function lowerTail(k: number, n: number, p: number, q: number): number {
  const logChoices = logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  const logTerm = logChoices + k * Math.log(p) + (n - k) * Math.log(q);
  let term = Math.exp(logTerm);
  let sum = term;
  for (let i = k; i > 0 && term > sum * 1e-17; i -= 1) {
    term *= (i / (n - i + 1)) * (q / p);
    sum += term;
  }
  return Math.min(1, sum);
}

/**
 * The median of Binomial(n, p) as a count: the smallest k with P(X ≤ k) ≥ ½. It lies between ⌊np⌋ and ⌈np⌉
 * (Kaas and Buhrman, "Mean, median and mode in binomial distributions", 1980), so one look at the distribution decides.
 *
 * @param n number of trials, an integer ≥ 1.
 * @param p probability of success in [0, 1].
 */
export function binomialMedian(n: number, p: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return n;
  const low = Math.floor(n * p);
  return binomialCdf(low, n, p) >= 0.5 ? low : Math.min(n, low + 1);
}
