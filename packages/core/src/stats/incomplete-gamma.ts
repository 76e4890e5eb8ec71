import { logGamma } from './log-gamma.js';

/** Far more than any argument of a test needs; a sum that does not settle would end here. */
const MOST_STEPS = 100_000;

/**
 * The regularised upper incomplete gamma function Q(a, x): P(X > x) for X ~ Gamma(a, 1). A series below the mean, beyond it
 * Legendre's continued fraction by Lentz's method (DLMF 8.11.4 and 8.9.2). Relative error below 1e-12 for a up to 1,000; of
 * a probability near 1, which is 1 minus the lower tail, likewise.
 *
 * @param a above 0.
 * @param x 0 or more.
 */
export function upperIncompleteGamma(a: number, x: number): number {
  if (!(x > 0)) return 1;
  const density = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - density * lowerSeries(a, x) : density * upperFraction(a, x);
}

/** Σ xⁿ / (a (a + 1) … (a + n)). */
function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST_STEPS && term > sum * 1e-17; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MOST_STEPS; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 5e-16) break;
  }
  return value;
}
