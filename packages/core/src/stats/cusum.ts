/** Shifts are looked for that are twice this, in standard deviations of a day. */
const ALLOWANCE = 0.5;
/** By how much a discrete walk oversteps a border on average (Siegmund 1985). */
const OVERSHOOT = 0.583;

/** A one-sided cumulative sum. Plain data: it survives JSON. */
export interface Cusum {
  /** The sum so far, 0 or more. */
  readonly sum: number;
  /** Days in it since it was 0 last: when the sum is beyond its limit, about the days since the change. */
  readonly days: number;
}

/** A sum without a day. */
export const EMPTY_CUSUM: Cusum = { sum: 0, days: 0 };

/**
 * Page's cumulative sum ("Continuous inspection schemes", 1954) of standardised losses: `max(0, sum + z − ½)`, quickest of
 * all for a shift by one standard deviation. It beats a limit, {@link cusumLimit}, every so many days by chance.
 *
 * @param state is not changed.
 * @param scores (loss − mean) / standard deviation of a day, in order of time; NaN is left out. For days that resemble those
 * before, the standard deviation times √κ, see `meanVarianceInflation`.
 */
export function extendCusum(state: Cusum, scores: Iterable<number>): Cusum {
  let { sum, days } = state;
  for (const score of scores) {
    if (score !== score) continue;
    sum = Math.max(0, sum + score - ALLOWANCE);
    days = sum > 0 ? days + 1 : 0;
  }
  return { sum, days };
}

/**
 * Average number of days until a limit is passed by independent standard normal scores (Siegmund's approximation, Sequential
 * Analysis, 1985; within a few per cent).
 *
 * @param limit 0 or more.
 * @param shift mean of the scores: 0 gives the run to a false alarm, above 0 the delay of a right one.
 */
export function cusumRunLength(limit: number, shift = 0): number {
  const drift = shift - ALLOWANCE;
  const reach = limit + 2 * OVERSHOOT;
  if (Math.abs(drift) < 1e-9) return reach * reach;
  return (Math.exp(-2 * drift * reach) + 2 * drift * reach - 1) / (2 * drift * drift);
}

/**
 * The limit that independent standard normal scores pass once in that many days on average.
 *
 * @param runLength days, above 1.
 */
export function cusumLimit(runLength: number): number {
  let [low, high] = [0, 100];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (cusumRunLength(middle) < runLength) low = middle;
    else high = middle;
  }
  return high;
}
