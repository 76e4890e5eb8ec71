import type { ExceedanceTable } from './table.js';

/**
 * P(passes ≥ `passes`) of a row: 1 for 0 and fewer, 0 beyond the row's executions, on the line between the two levels around
 * it elsewhere.
 *
 * @param passes an integer.
 */
export function exceedanceAt(table: ExceedanceTable, row: number, passes: number): number {
  if (passes <= 0) return 1;
  if (passes > table.executions[row]!) return 0;
  const { numerator, exceedance } = table;
  const start = table.offsets[row]!;
  const level = firstLevelFrom(numerator, start, table.offsets[row + 1]!, passes);
  const above = exceedance[level]!;
  const top = numerator[level]!;
  if (top === passes) return above;
  const bottom = level === start ? 0 : numerator[level - 1]!;
  const below = level === start ? 1 : exceedance[level - 1]!;
  return below + ((above - below) * (passes - bottom)) / (top - bottom);
}

/** The first level of `start … end − 1` whose numerator is `passes` or more; there is one. */
function firstLevelFrom(numerator: Int32Array, start: number, end: number, passes: number): number {
  let [low, high] = [start, end - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numerator[middle]! < passes) low = middle + 1;
    else high = middle;
  }
  return low;
}
