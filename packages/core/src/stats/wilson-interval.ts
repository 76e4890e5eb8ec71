import { normalQuantile } from './normal.js';

/** Bounds of a share, within [0, 1]. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * Confidence interval of the probability behind a share, by Wilson's score (Wilson, "Probable inference, the law of
 * succession, and statistical inference", 1927); it holds where the share is 0 or 1 too.
 *
 * @param successes 0 to `trials`.
 * @param trials independent ones; without any, all of [0, 1] is possible.
 * @param confidence nominal probability that the interval holds the truth. @default 0.95
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): ShareInterval {
  return wilsonScoreInterval(successes, trials, normalQuantile((1 + confidence) / 2));
}

/**
 * {@link wilsonInterval} by its quantile instead of its confidence; effective numbers of trials need not be whole.
 *
 * @param z quantile of the band, above 0.
 */
export function wilsonScoreInterval(successes: number, trials: number, z: number): ShareInterval {
  const share = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  // Of no trials both hold, and the interval is everything.
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  };
}
