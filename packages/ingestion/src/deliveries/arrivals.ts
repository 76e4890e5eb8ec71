import { compareText, formatDay, MS_PER_HOUR, parseDay } from '@dqs/core';
import { median } from '@dqs/core/stats';

import type { Delivered, DeliveryEntry } from './entries.js';

const HOURS_PER_DAY = 24;
/** Days of one source in one delivery beyond which it is a history that was loaded, and says nothing of the usual hour. */
const MOST_DAYS_AT_ONCE = 7;
/** Hours after the start of a day beyond which results were loaded later: eight days. */
const MOST_HOURS = 8 * HOURS_PER_DAY;
/** Days that count, the last ones of each source: habits change. */
const WINDOW = 90;
/**
 * Shape of the tail beyond the usual hour, at most: chance (1 + y/(shape × mean))^−shape of being y later. An exponential
 * tail of m known delays is predicted by shape m; a smaller one allows for heavier tails than that.
 */
const MOST_SHAPE = 3;
/** The least mean delay beyond the usual hour, six minutes: a job by the clock is not silent a second after it. */
const LEAST_DELAY = 0.1;

/** When the results of a source are usually all there. Hours count from the start of the business day, UTC. */
export interface SourceArrivals {
  readonly source: string;
  /** Days that were counted. */
  readonly days: number;
  /** The usual hour of completeness, 30.5 being half past six of the next morning: the median over the days. */
  readonly usualHours: number;
  /** By which the next day is complete in 95 of 100 cases or more, as far as so many days tell. */
  readonly hours95: number;
  /** By which it is complete in 99 of 100; later than that, the source is silent. */
  readonly hours99: number;
  /** The last business date with results. */
  readonly lastDate: string;
  /** ISO 8601 time at which the last results of that date arrived. */
  readonly lastArrival: string;
}

/**
 * The usual arrival of each source, learned from first versions of deliveries: a correction says nothing of when results
 * come. A day of a source is complete when the last of them that holds the day has arrived. Left out are deliveries of more
 * than `MOST_DAYS_AT_ONCE` days of the source, and days that came more than a week late: those were loaded, not
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
    hours95: rounded(latestHour(hours, 0.05)),
    hours99: rounded(latestHour(hours, 0.01)),
    lastDate: formatDay(last),
    lastArrival: new Date(Math.round((hoursByDay.get(last)! + last * HOURS_PER_DAY) * MS_PER_HOUR)).toISOString(),
  };
}

/**
 * The hour that the next day passes with a chance of `chance` at most. A quantile of the days so far would not do: the
 * latest of n is passed by one day in n + 1, whatever the habit. So it is the greater of two: the order statistic that is
 * passed that rarely (the latest day, of few), and the median with the delays beyond it carried on.
 *
 * For exponential delays y the chance of one beyond y, given the mean d of m others, is exactly (1 + y/(m d))^−m: their
 * ratio has an F(2, 2 m) distribution.
 *
 * @param hours one or more.
 * @param chance in (0, 0.5).
 */
function latestHour(hours: readonly number[], chance: number): number {
  const sorted = [...hours].sort((a, b) => a - b);
  const usual = median(sorted);
  const later = Math.max(1, sorted.length >> 1);
  const delay = sorted.slice(-later).reduce((sum, hour) => sum + (hour - usual), 0) / later;
  const shape = Math.min(later, MOST_SHAPE);
  const carriedOn = Math.max(delay, LEAST_DELAY) * shape * ((0.5 / chance) ** (1 / shape) - 1);
  const rank = Math.min(sorted.length, Math.ceil((1 - chance) * (sorted.length + 1)));
  return Math.max(usual + carriedOn, sorted[rank - 1]!);
}

/** To the hundredth of an hour, 36 seconds. */
function rounded(hours: number): number {
  return Math.round(100 * hours) / 100;
}
