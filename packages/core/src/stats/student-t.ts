import { incompleteBeta } from './incomplete-beta.js';
import { logGamma } from './log-gamma.js';
import { normalCdf, normalQuantile } from './normal.js';

/**
 * P(T ≤ x) of Student's t distribution; relative error of the lower tail below 1e-12, for |x| up to 1e150.
 *
 * @param freedom above 0; ∞ for the normal distribution.
 */
export function tCdf(x: number, freedom: number): number {
  if (!Number.isFinite(freedom)) return normalCdf(x);
  if (x === 0) return 0.5;
  const tail = upperTail(Math.abs(x), freedom);
  return x < 0 ? tail : 1 - tail;
}

/** Probability of a t at least as far from 0, on both sides: the p-value of a two-sided test. 0 for an infinite t. */
export function twoSidedTPValue(t: number, freedom: number): number {
  return Math.min(1, 2 * tCdf(-Math.abs(t), freedom));
}

/**
 * The x with P(T ≤ x) = p, to a relative error below 1e-12.
 *
 * @param p in [0, 1]; 0 gives −∞, 1 gives ∞.
 * @param freedom above 0; ∞ for the normal distribution.
 */
export function tQuantile(p: number, freedom: number): number {
  if (!Number.isFinite(freedom)) return normalQuantile(p);
  if (p === 0.5) return 0;
  // The lower tail keeps its digits; the upper one is its mirror.
  if (p > 0.5) return -tQuantile(1 - p, freedom);
  if (!(p > 0)) return p === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  return p > 0.25 ? -centralQuantile(0.5 - p, freedom) : -tailQuantile(p, freedom);
}

/** P(T > t) for t > 0. */
function upperTail(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return 0;
  return 0.5 * incompleteBeta(1 / (1 + (t * t) / freedom), 1 / (1 + freedom / t / t), freedom / 2, 0.5);
}

/** The t with P(0 < T ≤ t) = share: Newton's method from below, where the concave distribution cannot overshoot. */
function centralQuantile(share: number, freedom: number): number {
  const central = (t: number) =>
    0.5 * incompleteBeta(1 / (1 + freedom / t / t), 1 / (1 + (t * t) / freedom), 0.5, freedom / 2);
  let t = share / density(0, freedom);
  return settled(() => {
    const step = (share - central(t)) / density(t, freedom);
    t += step;
    return [t, step];
  });
}

/** The t with P(T > t) = p: Newton's method on logarithms of both, between which the tail is concave. */
function tailQuantile(p: number, freedom: number): number {
  let t = Math.max(-normalQuantile(p), (0.5 - p) / density(0, freedom));
  return settled(() => {
    const tail = upperTail(t, freedom);
    const last = t;
    // t · density in one expression: the density of a far t alone would underflow to 0.
    t *= Math.exp((tail / density(t, freedom, t)) * Math.log(tail / p));
    return [t, t - last];
  });
}

/** Repeats a step until it no longer changes the value; a cycle in the last digits ends after 100. */
function settled(next: () => readonly [value: number, step: number]): number {
  for (let i = 0; ; i += 1) {
    const [value, step] = next();
    if (Math.abs(step) <= 1e-15 * value || i === 100) return value;
  }
}

/** Density of t, times a factor. It only steers the steps above, so lost digits for many degrees of freedom do no harm. */
function density(t: number, freedom: number, factor = 1): number {
  const logScale = logGamma((freedom + 1) / 2) - logGamma(freedom / 2) - 0.5 * Math.log(freedom * Math.PI);
  return Math.exp(logScale - ((freedom + 1) / 2) * Math.log1p((t * t) / freedom) + Math.log(factor));
}
