import { longRunVariance } from './serial-mean.js';
import { tQuantile } from './student-t.js';
import { wilsonScoreInterval, type ShareInterval } from './wilson-interval.js';

/** A share over days that move together. */
export interface DailyShare extends ShareInterval {
  /** NaN without trials. */
  readonly share: number;
  readonly trials: number;
  /** Days with trials. */
  readonly days: number;
  /** By how much the variance exceeds that of as many independent trials; 1 or more. */
  readonly designEffect: number;
}

/**
 * A share with a band that carries a verdict: Wilson's of the *effective* number of trials (Korn and Graubard, "Confidence
 * intervals for proportions with small expected number of positive counts", 1998). Trials of a day share its luck and days
 * resemble those before; both are measured by {@link longRunVariance} over the days, and Student's quantile for its degrees
 * of freedom replaces the normal one. Never narrower than Wilson's own.
 *
 * @param hits by day, in order of time.
 * @param trials by day; a day of none counts for nothing.
 * @param confidence in (0, 1).
 */
export function dailyShare(hits: ArrayLike<number>, trials: ArrayLike<number>, confidence = 0.95): DailyShare {
  const seen = Array.from({ length: trials.length }, (_, day) => day).filter((day) => trials[day]! > 0);
  let [hit, count] = [0, 0];
  for (const day of seen) {
    hit += hits[day]!;
    count += trials[day]!;
  }
  const share = hit / count;
  const days = seen.length;
  if (days < 2)
    return { ...wilsonScoreInterval(hit, count, unknownDays(confidence)), share, trials: count, days, designEffect: 1 };
  const errors = Float64Array.from(seen, (day) => ((hits[day]! - share * trials[day]!) * days) / count);
  const { variance, freedom } = longRunVariance(errors);
  const independent = (share * (1 - share) * days) / count;
  const designEffect = independent > 0 ? Math.max(1, variance / independent) : 1;
  const quantile = tQuantile((1 + confidence) / 2, freedom);
  const band = wilsonScoreInterval(hit / designEffect, count / designEffect, quantile);
  return { ...band, share, trials: count, days, designEffect };
}

/** Of a single day nothing is known of how days differ: Student's quantile of one degree of freedom. */
function unknownDays(confidence: number): number {
  return tQuantile((1 + confidence) / 2, 1);
}
