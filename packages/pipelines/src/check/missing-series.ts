import type { SeriesHistory } from '@dqs/features';

/** Weeks whose same weekday tells whether a series is due. */
const WEEKS = 4;
const DAYS_PER_WEEK = 7;

/**
 * The series that have results on this weekday, each of the last four weeks, and have none on the day. A series younger than
 * that is due where it had a result on each of the last seven days.
 */
export function missingSeries(history: SeriesHistory, day: number): number[] {
  const found: number[] = [];
  for (let series = 0; series < history.series.length; series += 1) {
    if (history.entryOn(series, day) < 0 && isDue(history, series, day)) found.push(series);
  }
  return found;
}

function isDue(history: SeriesHistory, series: number, day: number): boolean {
  const has = (ago: number) => history.entryOn(series, day - ago) >= 0;
  const isOld = history.isKnown(series, day - WEEKS * DAYS_PER_WEEK);
  const before = Array.from({ length: isOld ? WEEKS : DAYS_PER_WEEK }, (_, i) => (i + 1) * (isOld ? DAYS_PER_WEEK : 1));
  return before.every(has);
}
