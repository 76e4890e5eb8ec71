import { throwIfAborted, type Hooks } from '@dqs/core';

import { SeriesTable } from '../series-table.js';
import type { LedgerDays, LedgerStore } from '../store.js';
import { gradeDay } from './grade-day.js';

/** What was graded. */
export interface GradingReport {
  /** The days that had changed, ascending; days since 1970-01-01. */
  readonly days: readonly number[];
  /** Grades that were not kept before. */
  readonly grades: number;
}

/**
 * Grades the days that have changed since they were graded. Interrupted, killed or run by several processes at once, it leaves each
 * day done or not done; run again, it does what is left.
 *
 * @param days which days, all by default.
 * @throws DqsError `aborted`.
 */
export async function gradeChangedDays(
  store: LedgerStore,
  days?: LedgerDays,
  { signal, onProgress }: Pick<Hooks, 'signal' | 'onProgress'> = {},
): Promise<GradingReport> {
  const changed = await store.changedDays(days);
  if (changed.length === 0) return { days: [], grades: 0 };
  let series = new SeriesTable(await store.series());
  let grades = 0;
  for (const [done, { day }] of changed.entries()) {
    throwIfAborted(signal);
    const known = await store.day(day);
    // Another process may have registered series meanwhile.
    if (!known.forecasts.series.every((number) => series.has(number))) series = new SeriesTable(await store.series());
    grades += await store.settle(gradeDay(known, series));
    onProgress?.({ stage: 'grade', done: done + 1, total: changed.length, unit: 'days' });
  }
  return { days: changed.map(({ day }) => day), grades };
}
