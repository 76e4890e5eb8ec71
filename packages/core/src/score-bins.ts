/** Bins of the PIT of graded forecasts, of equal width: the borders of the intervals of 80 and 95 % lie on borders of bins. */
export const PIT_BINS = 40;
/** Bins of p_below_target, of equal width. */
export const ODDS_BINS = 10;
/** From this p_below_target on, a forecast is a warning; a border of {@link ODDS_BINS}. */
export const WARNING_ODDS = 0.6;

/** From these odds of missing its target a series is watched. */
export const WATCH_ODDS = 0.3;
/**
 * Inner borders of the bins of pass percentages; a value on a border belongs to the bin above it. Finer where results pile up,
 * and multiples of 1/64, which are borders of the bins in a model's profile too.
 */
export const PERCENTAGE_EDGES: readonly number[] = [
  25, 50, 62.5, 75, 81.25, 87.5, 90.625, 93.75, 95.3125, 96.875, 98.4375, 100,
];

/** The bin of a pass percentage among those of {@link PERCENTAGE_EDGES}. */
export function percentageBin(percentage: number): number {
  let bin = 0;
  while (bin < PERCENTAGE_EDGES.length && percentage >= PERCENTAGE_EDGES[bin]!) bin += 1;
  return bin;
}
