import gammainc from '@stdlib/math-base-special-gammainc';
import stdlibNormalCdf from '@stdlib/stats-base-dists-normal-cdf';
import stdlibNormalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import stdlibTCdf from '@stdlib/stats-base-dists-t-cdf';
import stdlibTQuantile from '@stdlib/stats-base-dists-t-quantile';
import { logGamma } from '@dqs/core';

/** P(Z ≤ x) of the standard normal distribution; relative error below 1e-12, far into the lower tail. */
export function normalCdf(x: number): number {
  return stdlibNormalCdf(x, 0, 1);
}

/**
 * The x with P(Z ≤ x) = p. The library's value loses digits in the far tails (1e-10 at p = 1e-9), so two steps of Newton's
 * method on the accurate distribution function follow.
 *
 * @param p in [0, 1]; 0 gives −∞, 1 gives ∞.
 */
export function normalQuantile(p: number): number {
  // The lower tail keeps its digits; the upper one is its mirror.
  if (p > 0.5) return -normalQuantile(1 - p);
  let x = stdlibNormalQuantile(p, 0, 1);
  for (let step = 0; step < 2 && Number.isFinite(x); step += 1) x -= (normalCdf(x) - p) / normalDensity(x);
  return x;
}

/** Density of the standard normal distribution. */
function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** P(T ≤ x) of Student's t distribution; `freedom` above 0, ∞ for the normal distribution. */
export function tCdf(x: number, freedom: number): number {
  return Number.isFinite(freedom) ? stdlibTCdf(x, freedom) : normalCdf(x);
}

/**
 * The x with P(T ≤ x) = p, to full precision: the library's value (errors to 2e-9) improved by two steps of Newton's method.
 *
 * @param p in [0, 1]; 0 gives −∞, 1 gives ∞.
 * @param freedom above 0, ∞ for the normal distribution.
 */
export function tQuantile(p: number, freedom: number): number {
  if (!Number.isFinite(freedom)) return normalQuantile(p);
  if (p > 0.5) return -tQuantile(1 - p, freedom);
  if (p === 0.5) return 0;
  let x = stdlibTQuantile(p, freedom);
  for (let step = 0; step < 2 && Number.isFinite(x); step += 1) x -= (tCdf(x, freedom) - p) / tDensity(x, freedom);
  return x;
}

function tDensity(x: number, freedom: number): number {
  const logScale = logGamma((freedom + 1) / 2) - logGamma(freedom / 2) - 0.5 * Math.log(freedom * Math.PI);
  return Math.exp(logScale - ((freedom + 1) / 2) * Math.log1p((x * x) / freedom));
}

/** Probability of a t at least as far from 0, on both sides: the p-value of a two-sided test. 0 for an infinite t. */
export function twoSidedTPValue(t: number, freedom: number): number {
  return Math.min(1, 2 * tCdf(-Math.abs(t), freedom));
}

/** P(X > x) of the chi-square distribution, by the upper incomplete gamma function, so that small ones keep their digits. */
export function chiSquareSurvival(x: number, freedom: number): number {
  return x <= 0 ? 1 : gammainc(x / 2, freedom / 2, true, true);
}
