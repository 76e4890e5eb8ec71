import { compareText, formatDay, parseDay } from '@dqs/core';
import { median, quantile } from '@dqs/core/stats';

import type { Delivered, DeliveryEntry } from './entries.js';

const MS_PER_HOUR = 3_600_000;
const HOURS_PER_DAY = 24;
/** Days of one source in one delivery beyond which it is a history that was loaded, and says nothing of the usual hour. */
const MOST_DAYS_AT_ONCE = 7;
/** Hours after the start of a day beyond which results were loaded later: eight days. */
const MOST_HOURS = 8 * HOURS_PER_DAY;
/** Days that count, the last ones of each source: habits change. */
const WINDOW = 90;

/** When the results of a source are usually all there. Hours count from the start of the business day, UTC. */
export interface SourceArrivals {
  readonly source: string;
  /** Days that were counted. */
  readonly days: number;
  /** The usual hour of completeness, 30.5 being half past six of the next morning: the median over the days. */
  readonly usualHours: number;
  /** By which 95 of 100 days are complete. */
  readonly hours95: number;
  /** By which 99 of 100 days are complete; later than that, the source is silent. */
  readonly hours99: number;
  /** The last business date with results. */
  readonly lastDate: string;
  /** ISO 8601 time at which the last results of that date arrived. */
  readonly lastArrival: string;
}

/**
 * The usual arrival of each source, learned from first versions of deliveries: a correction says nothing of when results
 * come. A day of a source is complete when the last of them that holds the day has arrived. Left out are deliveries of more
 * than {@link MOST_DAYS_AT_ONCE} days of the source, and days that came more than a week late: those were loaded, not
 * delivered. A pure function of the entries.
 *
 * @param entries in the order of arrival.
 * @returns sorted by source; sources without a day that counts are left out.
 */
export function arrivalsBySource(entries: readonly DeliveryEntry<Delivered>[]): SourceArrivals[] {
  const bySource = new Map<string, Map<number, number>>();
  for (const { at, body } of entries) {
    if (body.replaces !== null) continue;
    for (const { source, from, to } of body.sources) {
      const [first, last] = [parseDay(from)!, parseDay(to)!];
      if (last - first >= MOST_DAYS_AT_ONCE) continue;
      const days = bySource.get(source) ?? new Map<number, number>();
      bySource.set(source, days);
      for (let day = first; day <= last; day += 1) {
        const hours = Date.parse(at) / MS_PER_HOUR - day * HOURS_PER_DAY;
        if (hours <= MOST_HOURS) days.set(day, Math.max(hours, days.get(day) ?? hours));
      }
    }
  }
  const filled = [...bySource].filter(([, days]) => days.size > 0).sort(([a], [b]) => compareText(a, b));
  return filled.map(([source, days]) => arrivalsOf(source, days));
}

function arrivalsOf(source: string, hoursByDay: ReadonlyMap<number, number>): SourceArrivals {
  const days = [...hoursByDay.keys()].sort((a, b) => a - b).slice(-WINDOW);
  const hours = days.map((day) => hoursByDay.get(day)!);
  const last = days.at(-1)!;
  return {
    source,
    days: days.length,
    usualHours: rounded(median(hours)),
    hours95: rounded(quantile(hours, 0.95)),
    hours99: rounded(quantile(hours, 0.99)),
    lastDate: formatDay(last),
    lastArrival: new Date(Math.round((hoursByDay.get(last)! + last * HOURS_PER_DAY) * MS_PER_HOUR)).toISOString(),
  };
}

/** To the hundredth of an hour, 36 seconds. */
function rounded(hours: number): number {
  return Math.round(100 * hours) / 100;
}
