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

/** ½ ln 2π is left out of {@link stirlingError}, as Stirling's formula has it. */
const SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];

/** The error of Stirling's formula: ln Γ(n + 1) − (n + ½) ln n + n − ½ ln 2π, for n above 0. */
function stirlingError(n: number): number {
  // Where the series is not yet good enough, go up step by step: the difference of neighbours is an elementary function.
  let [rest, at] = [0, n];
  for (; at < 15; at += 1) rest += (at + 0.5) * Math.log1p(1 / at) - 1;
  const inverse = 1 / (at * at);
  let sum = 0;
  for (let i = SERIES.length - 1; i >= 0; i -= 1) sum = sum * inverse + SERIES[i]!;
  return rest + sum / at;
}

/** x ln(x / m) + m − x: half the deviance of x from its mean m; near 0 without the cancellation of its terms. */
function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const ratio = difference / (x + mean);
  let sum = difference * ratio;
  let term = 2 * x * ratio;
  for (let i = 1; ; i += 1) {
    term *= ratio * ratio;
    const next = sum + term / (2 * i + 1);
    if (next === sum) return sum;
    sum = next;
  }
}

/**
 * Γ(n + 1) / (Γ(x + 1) Γ(n − x + 1)) · p^x · q^(n − x), the binomial density for any real x between 0 and n: Loader's saddle
 * point expansion ("Fast and accurate computation of binomial probabilities", 2000), which adds small corrections where
 * logarithms of factorials would cancel. Relative error a few 1e-16 times the logarithm of the density.
 *
 * @param x in (0, n).
 * @param q 1 − p, given apart because it may be the exact one.
 */
function binomialDensity(x: number, n: number, p: number, q: number): number {
  const correction = stirlingError(n) - stirlingError(x) - stirlingError(n - x);
  const log = correction - deviance(x, n * p) - deviance(n - x, n * q);
  return Math.exp(log) * Math.sqrt(n / (2 * Math.PI * x * (n - x)));
}
