/** Direction of the fail rate: `up` is worse, `down` is better. */
export type Trend = 'up' | 'down' | 'equal';

/** How a trend is written: `compat` as `up`, `down`, `equal`, `prd` as `↑`, `↓`, `=`. */
export type SummaryProfile = 'compat' | 'prd';

/** The text of each trend in each profile. */
export const TREND_FLAGS: Readonly<Record<SummaryProfile, Readonly<Record<Trend, string>>>> = {
  compat: { up: 'up', down: 'down', equal: 'equal' },
  prd: { up: '↑', down: '↓', equal: '=' },
};

/** A difference of fail rates of at most this much is no trend. */
export const DEFAULT_EPSILON = 0.05;

/**
 * Compares the fail rate of the shortest window with that of the next one. The difference is taken in double
 * precision and compared strictly: `recent - earlier > epsilon` is `up`.
 */
export function trendOf(recent: number, earlier: number, epsilon: number): Trend {
  const difference = recent - earlier;
  if (difference > epsilon) return 'up';
  return difference < -epsilon ? 'down' : 'equal';
}
