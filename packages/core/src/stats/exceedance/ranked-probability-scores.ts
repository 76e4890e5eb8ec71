import type { DayCounts } from './day-counts.js';
import type { ExceedanceTable } from './table.js';

/**
 * Continuous ranked probability score of each row, in fraction units (0 is perfect; the absolute error where the forecast is
 * one value): `∫₀¹ (P(Y > x) − 1{y > x})² dx`, y being the fraction that came (Matheson and Winkler 1976; Gneiting and
 * Raftery 2007). P(Y > x) is constant on the cells between neighbouring passes; the cell that y lies in is split there. Exact
 * for every number of levels, in time of the levels.
 */
export function rankedProbabilityScores(table: ExceedanceTable, came: DayCounts): Float64Array {
  const scores = new Float64Array(table.executions.length);
  for (let row = 0; row < scores.length; row += 1) {
    scores[row] = scoreOf(table, row, came.passes[row]!, came.executions[row]!);
  }
  return scores;
}

function scoreOf(table: ExceedanceTable, row: number, passes: number, executions: number): number {
  const { offsets, numerator, exceedance } = table;
  const n = table.executions[row]!;
  const product = passes * n;
  // y lies on or above `whole` of n by this share of a cell; the remainder of whole numbers is exact.
  const rest = product % executions;
  const whole = (product - rest) / executions;
  let [sum, from, above] = [0, 0, 1];
  for (let level = offsets[row]!; level < offsets[row + 1]!; level += 1) {
    const [to, below] = [numerator[level]!, exceedance[level]!];
    const slope = (below - above) / (to - from);
    const split = Math.min(to, Math.max(from, whole));
    const atSplit = above + slope * (split - from);
    if (split > from) sum += sumOfSquares(1 - above - slope, 1 - atSplit, split - from);
    if (split < to) {
      sum += sumOfSquares(atSplit + slope, below, to - split);
      // The part of y's own cell below y: where y exceeds x, the other side of the probability counts.
      if (split === whole) sum += (rest / executions) * (1 - 2 * (atSplit + slope));
    }
    [from, above] = [to, below];
  }
  return sum / n;
}

/** Σ of the squares of `count` equidistant values from `first` to `last`: by mean and variance, so that nothing cancels. */
function sumOfSquares(first: number, last: number, count: number): number {
  if (count === 1) return last * last;
  const mean = (first + last) / 2;
  return count * mean * mean + (count * (count + 1) * (last - first) ** 2) / (12 * (count - 1));
}
