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
  const byDay = new Map<number, { sum: number; count: number }>();
  const add = (row: number) => {
    const day = byDay.get(rows.day[row]!) ?? { sum: 0, count: 0 };
    day.sum += rows.challenger[row]! - rows.champion[row]!;
    day.count += 1;
    byDay.set(rows.day[row]!, day);
  };
  if (members) members.forEach(add);
  else for (let row = 0; row < rows.day.length; row += 1) add(row);
  const days = [...byDay].sort(([a], [b]) => a - b).map(([, day]) => day);
  return { sums: days.map(({ sum }) => sum), counts: days.map(({ count }) => count), days: days.length };
}

/** Mean of a column over all rows or some; NaN over none. */
export function meanOf(values: Float64Array, members?: Int32Array): number {
  const chosen = members ?? values.map((_, row) => row);
  let sum = 0;
  for (const row of chosen) sum += values[row]!;
  return sum / chosen.length;
}
