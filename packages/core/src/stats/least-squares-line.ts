/** Sums over pairs (x, y). */
export interface PairSums {
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
}

/** y ≈ intercept + slope · x. */
export interface Line {
  /** NaN, as the intercept, where all x are the same or there are none. */
  readonly slope: number;
  readonly intercept: number;
}

/**
 * The least-squares line of what came (y) on what was said (x): slope 1 and intercept 0 for honest forecasts, a slope below 1
 * where they are too far from the usual, above 1 where too close to it (Mincer and Zarnowitz 1969).
 */
export function leastSquaresLine({ n, x, y, xx, xy }: PairSums): Line {
  const spread = n * xx - x * x;
  // What is left of equal numbers is rounding.
  if (!(spread > 1e-12 * n * xx)) return { slope: Number.NaN, intercept: Number.NaN };
  const slope = (n * xy - x * y) / spread;
  return { slope, intercept: (y - slope * x) / n };
}
