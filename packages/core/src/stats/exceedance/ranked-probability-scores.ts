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
  let sum = 0;
  let from = 0;
  let above = 1;
  const end = offsets[row + 1]!;
  for (let level = offsets[row]!; level < end; level += 1) {
    const to = numerator[level]!;
    const below = exceedance[level]!;
    const slope = to - from === 1 ? below - above : (below - above) / (to - from);
    if (to <= whole) sum += sumOfSquares(1 - above - slope, 1 - below, to - from);
    else if (from > whole) sum += sumOfSquares(above + slope, below, to - from);
    else {
      const atSplit = above + slope * (whole - from);
      if (whole > from) sum += sumOfSquares(1 - above - slope, 1 - atSplit, whole - from);
      // Of y's own cell, the part below y counts by the other side of the probability.
      sum += sumOfSquares(atSplit + slope, below, to - whole) + (rest / executions) * (1 - 2 * (atSplit + slope));
    }
    from = to;
    above = below;
  }
  return sum / n;
}

/** Σ of the squares of `count` equidistant values from `first` to `last`: by mean and variance, so that nothing cancels. */
function sumOfSquares(first: number, last: number, count: number): number {
  if (count === 1) return last * last;
  const mean = (first + last) / 2;
  return count * mean * mean + (count * (count + 1) * (last - first) ** 2) / (12 * (count - 1));
}
