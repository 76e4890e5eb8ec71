/**
 * Predictive distributions of pass fractions, one a row: P(passes ≥ numerator of executions) at ascending numerators. All
 * that is said of a forecast (median, mean, bounds, odds, scores) is read off this one vector.
 *
 * Between two levels a < b the probability is linear over the whole numbers: S(m) = S(a) + (S(b) − S(a))(m − a)/(b − a);
 * S(0) is 1. Where every number from 1 to the executions is a level, the distribution is exact.
 */
export interface ExceedanceTable {
  /** rows + 1 entries: the levels of row i are offsets[i] … offsets[i + 1] − 1. */
  readonly offsets: Int32Array;
  /** Passes of each level, ascending within a row, from 1 to the row's executions; the last level is always the executions themselves. */
  readonly numerator: Int32Array;
  /** Executions the row assumes, 1 or more. */
  readonly executions: Int32Array;
  /** P(passes ≥ numerator), within [0, 1], never rising within a row. */
  readonly exceedance: Float64Array;
}

/**
 * P(passes ≥ `passes`) of a row.
 *
 * @param passes an integer: 1 at 0 and below, 0 above the row's executions.
 */
export function exceedanceAt(table: ExceedanceTable, row: number, passes: number): number {
  if (passes <= 0) return 1;
  if (passes > table.executions[row]!) return 0;
  const { numerator, exceedance } = table;
  let low = table.offsets[row]!;
  let high = table.offsets[row + 1]! - 1;
  // Numerators ascend from 1 on: this one is `passes` exactly where all below it are levels too. It must be the row's own.
  const direct = low + passes - 1;
  if (direct <= high && numerator[direct] === passes) return exceedance[direct]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numerator[middle]! < passes) low = middle + 1;
    else high = middle;
  }
  return between(table, row, low, passes);
}

/** P(passes ≥ m) for an m above the level before `level`, up to that of `level`. */
function between({ offsets, numerator, exceedance }: ExceedanceTable, row: number, level: number, m: number): number {
  const [b, atB] = [numerator[level]!, exceedance[level]!];
  if (m === b) return atB;
  const isFirst = level === offsets[row];
  const a = isFirst ? 0 : numerator[level - 1]!;
  const atA = isFirst ? 1 : exceedance[level - 1]!;
  // Rounding must not bring it below the level above.
  return Math.max(atB, atA + ((atB - atA) * (m - a)) / (b - a));
}

/**
 * The greatest number of passes m with P(passes ≥ m) > `threshold`; 0 if there is none.
 *
 * @param threshold in [0, 1).
 */
export function passesAbove(table: ExceedanceTable, row: number, threshold: number): number {
  const { numerator, exceedance } = table;
  const first = table.offsets[row]!;
  let [low, high] = [first, table.offsets[row + 1]!];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (exceedance[middle]! > threshold) low = middle + 1;
    else high = middle;
  }
  const a = low === first ? 0 : numerator[low - 1]!;
  const isLast = low === table.offsets[row + 1];
  // Either all levels are above it, or no number lies between these two.
  if (isLast || numerator[low] === a + 1) return a;
  return lastAbove(table, row, low, threshold);
}

/** The last m with P(passes ≥ m) > `threshold` on the way to `level`, which is not above it. */
function lastAbove(table: ExceedanceTable, row: number, level: number, threshold: number): number {
  const isFirst = level === table.offsets[row];
  const a = isFirst ? 0 : table.numerator[level - 1]!;
  const atA = isFirst ? 1 : table.exceedance[level - 1]!;
  const b = table.numerator[level]!;
  const share = (atA - threshold) / (atA - table.exceedance[level]!);
  let m = Math.min(b - 1, Math.max(a, Math.ceil(a + share * (b - a)) - 1));
  // The division may be off by one; what decides is the probability itself.
  while (m > a && !(between(table, row, level, m) > threshold)) m -= 1;
  while (m + 1 < b && between(table, row, level, m + 1) > threshold) m += 1;
  return m;
}
