import { incompleteBeta } from './incomplete-beta.js';

/**
 * P(F > f) of Fisher's F distribution, to about 14 digits; small ones keep theirs.
 *
 * @param f the ratio of two mean squares; at or below 0 the probability is 1, for Infinity 0, for NaN NaN.
 * @param above degrees of freedom of the upper mean square, above 0 and not necessarily whole.
 * @param below those of the lower one, alike.
 */
export function fSurvival(f: number, above: number, below: number): number {
  if (Number.isNaN(f)) return Number.NaN;
  if (f <= 0) return 1;
  if (f === Number.POSITIVE_INFINITY) return 0;
  const total = below + above * f;
  return incompleteBeta(below / total, (above * f) / total, below / 2, above / 2);
}
