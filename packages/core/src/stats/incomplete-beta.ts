import { binomialDensity } from './binomial-density.js';

/** Far more than any argument needs; a fraction that does not settle would end here. */
const MOST_STEPS = 1_000_000;

/**
 * The regularised incomplete beta function I_x(a, b): P(X ≤ x) for X ~ Beta(a, b). On the side of the mean
 * where it is short a continued fraction whose terms do not cancel (the even part of DLMF 8.17.22, as in Didonato and Morris,
 * "Algorithm 708", ACM TOMS 18, 1992), with a factor that keeps its digits for large a and b.
 *
 * @param x in [0, 1].
 * @param y 1 − x, given apart because it may be the exact one.
 * @param a above 0, as b.
 */
export function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  return x * (a + b) <= a ? below(x, y, a, b) : 1 - below(y, x, b, a);
}

/** I_x(a, b) for an x at or below the mean. */
function below(x: number, y: number, a: number, b: number): number {
  const factor = ((a * b) / (a + b)) * binomialDensity(a, a + b, x, y);
  return factor === 0 ? 0 : factor / fraction(x, y, a, b);
}

/** The continued fraction, by Lentz's method. */
function fraction(x: number, y: number, a: number, b: number): number {
  const distance = a * y - b * x + 1;
  let value = guarded((a * distance) / (a + 1));
  let [c, d] = [value, 0];
  for (let m = 1; m < MOST_STEPS; m += 1) {
    const at = a + 2 * m - 1;
    const numerator = ((a + m - 1) / at) * ((a + b + m - 1) / at) * m * (b - m) * x * x;
    const denominator = m + (m * (b - m) * x) / at + ((a + m) * (distance + m * (1 + y))) / (at + 2);
    d = 1 / guarded(denominator + numerator * d);
    c = guarded(denominator + numerator / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < 5e-16) break;
  }
  return value;
}

/** A denominator that is not 0. */
function guarded(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
