import { logGamma, normalCdf, tQuantile } from '@dqs/core/stats';

/** Intervals of Simpson's rule; 4,000 leave an error below 1e-11. */
const INTERVALS = 4000;
/** Integration range in standard deviations of the integrand; the rest is below 1e-14. */
const REACH = 8;

/**
 * P(T ≤ t) of the noncentral t distribution: T = (Z + shift) / S with Z standard normal and S² an independent mean of
 * `freedom` squared normals. The integral over S is taken numerically: E[Φ(t·S − shift)].
 *
 * @param freedom above 0.
 * @param shift the noncentrality: effect divided by its standard error.
 */
export function noncentralTCdf(t: number, freedom: number, shift: number): number {
  const logScale = Math.log(2) + (freedom / 2) * Math.log(freedom / 2) - logGamma(freedom / 2);
  const density = (s: number) => Math.exp(logScale + (freedom - 1) * Math.log(s) - (freedom * s * s) / 2);
  const spread = REACH / Math.sqrt(2 * freedom);
  const low = Math.max(1e-12, 1 - spread);
  const high = 1 + Math.max(spread, REACH / Math.sqrt(freedom));
  const step = (high - low) / INTERVALS;
  let sum = 0;
  for (let i = 0; i <= INTERVALS; i += 1) {
    const s = low + i * step;
    const weight = i === 0 || i === INTERVALS ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * density(s) * normalCdf(t * s - shift);
  }
  return Math.min(1, (sum * step) / 3);
}

/**
 * Power of a two-sided t test: the probability that |T| exceeds a critical value when the effect is `shift` standard
 * errors.
 *
 * @param critical the value |T| must exceed.
 * @default the one of level α
 */
export function tTestPower(
  shift: number,
  freedom: number,
  alpha: number,
  critical = tQuantile(1 - alpha / 2, freedom),
): number {
  if (!Number.isFinite(critical)) return 0;
  return noncentralTCdf(-critical, freedom, shift) + (1 - noncentralTCdf(critical, freedom, shift));
}
