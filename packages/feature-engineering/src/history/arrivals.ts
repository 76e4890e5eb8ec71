/** Series in the order in which they first had a result; those of the same day by their place in the history. */
export interface Arrivals {
  /** Series by rank; those without any result are left out. */
  readonly order: Int32Array;
  /** Rank by series; −1 without any result. */
  readonly rank: Int32Array;
}

/**
 * Ranks series by their first result. Of two histories that are the same up to a day, series that were known by then have the same
 * rank in both: those that came later rank behind them, wherever they stand.
 *
 * @param firstResult day of the first result by series; ∞ if there is none.
 */
export function arrivalsOf(firstResult: Float64Array): Arrivals {
  const order = Int32Array.from(firstResult.keys())
    .filter((series) => firstResult[series]! < Number.POSITIVE_INFINITY)
    .sort((a, b) => firstResult[a]! - firstResult[b]! || a - b);
  const rank = new Int32Array(firstResult.length).fill(-1);
  order.forEach((series, place) => (rank[series] = place));
  return { order, rank };
}
