import type { DayCounts, ExceedanceTable } from '../../src/stats/index.js';

/** One row of a table: executions, and P(passes ≥ numerator) by numerator. */
export interface TableRow {
  readonly executions: number;
  readonly levels: readonly (readonly [numerator: number, exceedance: number])[];
}

export function tableOf(rows: readonly TableRow[]): ExceedanceTable {
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach(({ levels }, i) => (offsets[i + 1] = offsets[i]! + levels.length));
  const levels = rows.flatMap((row) => row.levels);
  return {
    offsets,
    numerator: Int32Array.from(levels, ([numerator]) => numerator),
    executions: Int32Array.from(rows, ({ executions }) => executions),
    exceedance: Float64Array.from(levels, ([, exceedance]) => exceedance),
  };
}

/** A row with a level at every numerator, from the probabilities of 0 … n passes. */
export function denseRow(probabilities: readonly number[]): TableRow {
  const n = probabilities.length - 1;
  const reached = (m: number) =>
    Math.min(
      1,
      probabilities.slice(m).reduce((sum, one) => sum + one, 0),
    );
  return { executions: n, levels: Array.from({ length: n }, (_, i) => [i + 1, reached(i + 1)]) };
}

/** All of the probability at one number of passes. */
export function certainRow(passes: number, executions: number): TableRow {
  return denseRow(Array.from({ length: executions + 1 }, (_, m) => Number(m === passes)));
}

export function countsOf(pairs: readonly (readonly [passes: number, executions: number])[]): DayCounts {
  return {
    passes: Int32Array.from(pairs, ([passes]) => passes),
    executions: Int32Array.from(pairs, ([, executions]) => executions),
  };
}

/** P(passes ≥ m) for m = 0 … n + 1, by the definition: 1 at 0, 0 beyond n, on straight lines between the levels. */
export function latticeOf({ executions, levels }: TableRow): number[] {
  const corners = [[0, 1] as const, ...levels];
  return Array.from({ length: executions + 2 }, (_, m) => {
    if (m > executions) return 0;
    const at = corners.findIndex(([numerator]) => numerator >= m);
    const [b, high] = corners[at]!;
    if (b === m) return high;
    const [a, low] = corners[at - 1]!;
    return low + ((high - low) * (m - a)) / (b - a);
  });
}
