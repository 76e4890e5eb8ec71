import { groupRows } from '@dqs/core';
import type { DailySums } from '@dqs/core/stats';

/**
 * Absolute errors of the same forecasts by challenger, champion and the best naive forecast, percentage points; one row a
 * series and day, each forecast as of its day. Without a champion its errors are those of the naive forecast.
 */
export interface PairedRows {
  /** Days since 1970-01-01. */
  readonly day: Int32Array;
  readonly challenger: Float64Array;
  readonly champion: Float64Array;
  readonly naive: Float64Array;
  /** Rows by segment, such as `ATTRIBUTE` or `rule: 104`. */
  readonly segments: ReadonlyMap<string, Int32Array>;
}

/** Losses of the challenger minus those of the champion, summed by day in order of time. */
export function dailyDifferences(rows: PairedRows, members?: Int32Array): DailySums & { readonly days: number } {
  const chosen = members ?? rows.day.map((_, row) => row);
  const days = [...groupRows(chosen.map((row) => rows.day[row]!))].sort(([a], [b]) => a - b);
  const sums = days.map(([, at]) =>
    at.reduce((sum, i) => sum + rows.challenger[chosen[i]!]! - rows.champion[chosen[i]!]!, 0),
  );
  return { sums, counts: days.map(([, at]) => at.length), days: days.length };
}

/** Mean of a column over all rows or some; NaN over none. */
export function meanOf(values: Float64Array, members?: Int32Array): number {
  const chosen = members ?? values.map((_, row) => row);
  let sum = 0;
  for (const row of chosen) sum += values[row]!;
  return sum / chosen.length;
}
