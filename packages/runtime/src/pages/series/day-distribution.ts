import { exceedanceAt, targetPasses, type ExceedanceTable } from '@dqs/core/stats';
import { unpackDistributions, type LedgerForecasts } from '@dqs/ledger';

/** Bars of a distribution at most: more are no wider than a pixel or two. */
const MOST_BARS = 48;
/** So much of the chance may lie left of the second bar. */
const LEFT_TAIL = 0.005;

/** The chance of a result within some passes, both included. */
export interface DistributionBar {
  readonly from: number;
  readonly to: number;
  readonly chance: number;
}

/** What a day's result may be, on the steps that its executions allow. Survives JSON. */
export interface DayDistribution {
  readonly executions: number;
  readonly target: number;
  /** Passes that meet the target. */
  readonly needed: number;
  /** Chance of fewer than that. */
  readonly below: number;
  /** Ascending, without a gap, the first from 0; none lies on both sides of the target. Their chances add up to 1. */
  readonly bars: readonly DistributionBar[];
}

/** The table of one row of forecasts; undefined for a forecast of one value. */
export function tableOf({ distributions }: LedgerForecasts, row: number): ExceedanceTable | undefined {
  const [from, to] = [distributions.offsets[row]!, distributions.offsets[row + 1]!];
  if (from === to) return undefined;
  const bytes = distributions.bytes.subarray(from, to);
  return unpackDistributions({ offsets: Int32Array.of(0, to - from), bytes });
}

/** The distribution of a table's only row, against a target. */
export function dayDistribution(table: ExceedanceTable, target: number): DayDistribution {
  const executions = table.executions[0]!;
  const needed = targetPasses(target, executions);
  const atLeast = (passes: number) => exceedanceAt(table, 0, passes);
  const starts = barStarts(executions, needed, atLeast);
  const bars = starts.map((from, i) => {
    const next = starts[i + 1] ?? executions + 1;
    return { from, to: next - 1, chance: atLeast(from) - atLeast(next) };
  });
  return { executions, target, needed, below: 1 - atLeast(needed), bars };
}

/** First passes of the bars: 0, then equal steps from where the chance begins, aligned so that one begins at the target. */
function barStarts(executions: number, needed: number, atLeast: (passes: number) => number): number[] {
  const first = Math.min(
    firstOf(executions, (passes) => 1 - atLeast(passes + 1) > LEFT_TAIL),
    needed,
  );
  const width = Math.ceil((executions + 1 - first) / MOST_BARS);
  const starts = new Set([0]);
  for (let passes = needed; passes >= first && passes > 0; passes -= width) starts.add(passes);
  for (let passes = needed; passes <= executions; passes += width) starts.add(passes);
  return [...starts].sort((a, b) => a - b);
}

/** The first number from 0 of which something is true that stays true. */
function firstOf(most: number, isTrue: (value: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The targets that the same passes meet: above `over` up to `upTo`, percentages. */
export function sameTargets({ executions, needed }: Pick<DayDistribution, 'executions' | 'needed'>): {
  readonly over: number;
  readonly upTo: number;
} {
  return { over: (100 * Math.max(0, needed - 1)) / executions, upTo: (100 * needed) / executions };
}
