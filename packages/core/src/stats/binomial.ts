import { incompleteBeta } from './incomplete-beta.js';
import { logGamma } from './log-gamma.js';

/** Up to here the terms are added up, which is quickest: a forecast asks for one such sum. */
const SUMMED_BELOW = 1024;
let logFactorials: Float64Array | undefined;

/** ln n! for n below {@link SUMMED_BELOW}, from a table. */
function logFactorial(n: number): number {
  logFactorials ??= Float64Array.from({ length: SUMMED_BELOW }, (_, i) => logGamma(i + 1));
  return logFactorials[n]!;
}

/**
 * P(X ≤ k) for X ~ Binomial(n, p): a sum over the tail on the far side of the mean, whose terms shrink all the way, so that
 * nothing is lost to rounding; from 1,024 trials on by the incomplete beta function. Relative error below 1e-11 up to 1,023
 * trials and below 1e-12 beyond, up to 10⁹; a probability near 1 is 1 minus one that is that exact.
 *
 * @param k an integer; below 0 gives 0, n or more gives 1.
 * @param n number of trials, an integer from 0 to 10⁹.
 * @param p probability of success in [0, 1].
 */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n || p <= 0) return 1;
  if (p >= 1) return 0;
  if (n >= SUMMED_BELOW) return incompleteBeta(1 - p, p, n - k, k + 1);
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
