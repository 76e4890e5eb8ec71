/** Observations that levels and states of series with more executions are made from. */
export const WINDOW = 200;

/** Pass fractions that are levels of every large day, from the top. */
const FIXED_FRACTIONS = [0.98, 0.95, 0.9, 0.8, 0.65, 0.5, 0.35, 0.2, 0.1, 0.02];
/** Passes that are levels of every large day, counted back from all of them. */
const BELOW_ALL = [0, 1, 2, 4];
/** Quantiles of the latest values that are levels. */
const QUANTILES = 15;
/** Latest distinct values that are levels, each with the next larger one. */
const DISTINCT = 10;

const FULL: Int32Array[] = [];

/** The levels 1 … n of a day with n executions, n being at most `EXACT_EXECUTIONS` of core. Shared: not to be changed. */
export function fullLevels(executions: number): Int32Array {
  return (FULL[executions] ??= Int32Array.from({ length: executions }, (_, i) => i + 1));
}

/**
 * Levels for a day with many executions: at most about 60, close together where the latest values lie. They are chosen
 * anew every day, because a fixed grid fails where the same columns fail every day.
 *
 * @param executions executions of the day, n.
 * @param latest passes of up to {@link WINDOW} latest observations on n executions, rounded up; any order, but the latest
 * {@link DISTINCT} distinct ones are found from the start.
 * @returns passes, ascending, from 1 to n; n is the last.
 */
export function adaptiveLevels(executions: number, latest: Int32Array): Int32Array {
  const n = executions;
  const levels = new Set<number>();
  const add = (passes: number) => levels.add(Math.min(n, Math.max(1, Math.ceil(passes))));
  for (const below of BELOW_ALL) add(n - below);
  for (const fraction of FIXED_FRACTIONS) add(fraction * n);
  if (latest.length > 0) {
    const sorted = latest.slice().sort();
    const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
    for (let i = 0; i < QUANTILES; i += 1) add(quantile(i / (QUANTILES - 1)));
    const spread = Math.max(2, quantile(0.9) - quantile(0.1));
    const [least, most] = [sorted[0]!, sorted.at(-1)!];
    for (const passes of [least, least - 0.3 * spread, least - spread, most + 0.3 * spread]) add(passes);
    const distinct = new Set<number>();
    for (let r = 0; r < latest.length && distinct.size < DISTINCT; r += 1) distinct.add(latest[r]!);
    for (const passes of distinct) {
      add(passes);
      add(passes + 1);
    }
  }
  return Int32Array.from(levels).sort();
}

/**
 * How many of the levels a day reached: those with `passes · n ≥ level · executions`, in whole numbers, so that no
 * rounding moves a value below its own level.
 *
 * @param levels ascending passes of n executions.
 */
export function levelsReached(levels: Int32Array, n: number, passes: number, executions: number): number {
  // Both factors are below 2^26 in practice and the quotient of whole numbers is exact where it is whole.
  const reached = Math.floor((passes * n) / executions);
  if (levels.length === n) return reached;
  let [low, high] = [0, levels.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (levels[middle]! <= reached) low = middle + 1;
    else high = middle;
  }
  return low;
}
