/** ½ ln 2π is left out of {@link stirlingError}, as Stirling's formula has it. */
const SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];

/** What Stirling's formula lacks: ln Γ(n + 1) − (n + ½) ln n + n − ½ ln 2π, for n above 0. */
export function stirlingError(n: number): number {
  // Where the series is not yet good enough, go up step by step: the difference of neighbours is an elementary function.
  let [rest, at] = [0, n];
  for (; at < 15; at += 1) rest += (at + 0.5) * Math.log1p(1 / at) - 1;
  const inverse = 1 / (at * at);
  let sum = 0;
  for (let i = SERIES.length - 1; i >= 0; i -= 1) sum = sum * inverse + SERIES[i]!;
  return rest + sum / at;
}

/** x ln(x / m) + m − x: half the deviance of x from its mean m; near 0 without the cancellation of its terms. */
export function deviance(x: number, mean: number): number {
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
export function binomialDensity(x: number, n: number, p: number, q: number): number {
  const correction = stirlingError(n) - stirlingError(x) - stirlingError(n - x);
  const log = correction - deviance(x, n * p) - deviance(n - x, n * q);
  return Math.exp(log) * Math.sqrt(n / (2 * Math.PI * x * (n - x)));
}
