import { exceedanceAt, passesAbove, type ExceedanceTable } from './table.js';

/** Where P(passes ≥ m) must lie above for the lower bound of the central interval of this mass, in (0, 1). */
export function lowerThreshold(mass: number): number {
  return (1 + mass) / 2;
}

/** As {@link lowerThreshold}, for the upper bound. */
export function upperThreshold(mass: number): number {
  return (1 - mass) / 2;
}

/** The mean of a row as a percentage, in [0, 100]: Σ P(passes ≥ m) over m = 1 … n, divided by n. */
export function meanPercentage(table: ExceedanceTable, row: number): number {
  const { offsets, numerator, exceedance, executions } = table;
  let [sum, a, atA] = [0, 0, 1];
  for (let level = offsets[row]!; level < offsets[row + 1]!; level += 1) {
    const [b, atB] = [numerator[level]!, exceedance[level]!];
    // Of the b − a values of the segment, atB weighs (1 + … + d)/d = (d + 1)/2, atA the rest.
    sum += (atA * (b - a - 1) + atB * (b - a + 1)) / 2;
    [a, atA] = [b, atB];
  }
  return Math.min(100, (100 * sum) / executions[row]!);
}

/** The median of a row as a percentage: the greatest m / n with P(passes ≥ m) > ½, 0 if there is none. */
export function medianPercentage(table: ExceedanceTable, row: number): number {
  return percentageAbove(table, row, 0.5);
}

/** The lower bound of a row's central interval of this mass (such as .8), a percentage. */
export function lowerBound(table: ExceedanceTable, row: number, mass: number): number {
  return percentageAbove(table, row, lowerThreshold(mass));
}

/** The upper bound of a row's central interval of this mass, a percentage. */
export function upperBound(table: ExceedanceTable, row: number, mass: number): number {
  return percentageAbove(table, row, upperThreshold(mass));
}

/** The greatest 100 m / n with P(passes ≥ m) > `threshold`: every quantile of a row is one. */
export function percentageAbove(table: ExceedanceTable, row: number, threshold: number): number {
  return (100 * passesAbove(table, row, threshold)) / table.executions[row]!;
}

/** P(pass percentage < target) of a row; 0 for a target of 0. */
export function belowTarget(table: ExceedanceTable, row: number, target: number): number {
  return 1 - exceedanceAt(table, row, targetPasses(target, table.executions[row]!));
}

/** Percentages have this many parts at the precision of a target, six decimals. */
const PARTS = 100_000_000;

/**
 * The fewest passes that reach a target: ⌈target / 100 · n⌉, in exact arithmetic for a target of up to six decimals (95 % of 20
 * is 19).
 *
 * @param target a percentage in [0, 100].
 * @param n executions, 1 or more.
 */
export function targetPasses(target: number, n: number): number {
  const parts = Math.round(target * 1e6);
  if (parts / 1e6 !== target) return Math.min(n, Math.ceil((target * n) / 100));
  const product = parts * n;
  if (product > Number.MAX_SAFE_INTEGER) return Number((BigInt(parts) * BigInt(n) + BigInt(PARTS - 1)) / BigInt(PARTS));
  const rest = product % PARTS;
  return (product - rest) / PARTS + (rest === 0 ? 0 : 1);
}

/** What is read off every row of a table, percentages in [0, 100]. */
export interface ExceedanceSummary {
  readonly mean: Float64Array;
  readonly median: Float64Array;
  readonly lower80: Float64Array;
  readonly upper80: Float64Array;
  readonly lower95: Float64Array;
  readonly upper95: Float64Array;
}

/** Mean, median and bounds of every row; lower95 ≤ lower80 ≤ median ≤ upper80 ≤ upper95. */
export function summarizeTable(table: ExceedanceTable): ExceedanceSummary {
  return {
    mean: Float64Array.from(table.executions, (_, row) => meanPercentage(table, row)),
    median: percentagesAbove(table, 0.5),
    lower80: percentagesAbove(table, lowerThreshold(0.8)),
    upper80: percentagesAbove(table, upperThreshold(0.8)),
    lower95: percentagesAbove(table, lowerThreshold(0.95)),
    upper95: percentagesAbove(table, upperThreshold(0.95)),
  };
}

/** {@link percentageAbove} of every row. */
export function percentagesAbove(table: ExceedanceTable, threshold: number): Float64Array {
  const values = new Float64Array(table.executions.length);
  for (let row = 0; row < values.length; row += 1) values[row] = percentageAbove(table, row, threshold);
  return values;
}

/**
 * P(pass percentage < target) of every row.
 *
 * @param targets percentage by row, in [0, 100]; missing is NaN, and so is the answer.
 */
export function belowTargets(table: ExceedanceTable, targets: Float64Array): Float64Array {
  const values = new Float64Array(table.executions.length);
  for (let row = 0; row < values.length; row += 1) values[row] = belowTarget(table, row, targets[row]!);
  return values;
}
