/**
 * Interval score of each row, in the units of the values: the width of the interval, and for a result outside it
 * 2 / (1 − level) times its distance from it (Winkler 1972; Gneiting and Raftery 2007). Least in expectation for the true
 * quantiles.
 *
 * @param lower lower bound by row.
 * @param upper upper bound by row, not below the lower one.
 * @param actual the values that came.
 * @param level nominal probability of the central interval, between 0 and 1.
 */
export function intervalScores(
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  actual: ArrayLike<number>,
  level: number,
): Float64Array {
  const scores = new Float64Array(actual.length);
  const penalty = 2 / (1 - level);
  for (let row = 0; row < scores.length; row += 1) {
    const [low, high, y] = [lower[row]!, upper[row]!, actual[row]!];
    scores[row] = high - low + penalty * (Math.max(0, low - y) + Math.max(0, y - high));
  }
  return scores;
}
