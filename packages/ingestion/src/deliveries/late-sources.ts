import { MS_PER_DAY, MS_PER_HOUR, parseDay } from '@dqs/core';

import { arrivalsBySource, type SourceArrivals } from './arrivals.js';
import type { Delivered, DeliveryEntry } from './entries.js';
import { newestVersions } from './known-panel.js';

const DAYS_PER_WEEK = 7;
/** Days from which on it is known when a source usually arrives. */
export const LEAST_ARRIVAL_DAYS = 5;

/** A source that is due on a day and has delivered nothing for it. */
export interface LateSource extends SourceArrivals {
  /** Before its usual hour it is not due; past the one by which 99 of 100 days are complete, it is silent. */
  readonly status: 'not due yet' | 'late' | 'silent';
  /** ISO 8601 time of its usual hour for the day. */
  readonly dueAt: string;
}

/**
 * The sources that are due on a day and have delivered nothing for it, the most overdue first. A source is due on the
 * weekdays on which it delivered a week before; one that is known for less than a week, every day.
 *
 * @param entries in the order of arrival, as far as they are known.
 * @param day days since 1970-01-01.
 * @param now milliseconds since 1970-01-01T00:00:00Z.
 */
export function lateSources(entries: readonly DeliveryEntry<Delivered>[], day: number, now: number): LateSource[] {
  const days = daysOfSources([...newestVersions(entries).values()]);
  const late = arrivalsBySource(entries).filter(({ source, days: counted }) => {
    const own = days.get(source) ?? new Set<number>();
    const isKnownForAWeek = [...own].some((one) => one <= day - DAYS_PER_WEEK);
    return counted >= LEAST_ARRIVAL_DAYS && !own.has(day) && (own.has(day - DAYS_PER_WEEK) || !isKnownForAWeek);
  });
  const hours = (now - day * MS_PER_DAY) / MS_PER_HOUR;
  const found = late.map((arrivals): LateSource => {
    const { usualHours, hours99 } = arrivals;
    const status = hours <= usualHours ? 'not due yet' : hours <= hours99 ? 'late' : 'silent';
    return { ...arrivals, status, dueAt: new Date(day * MS_PER_DAY + usualHours * MS_PER_HOUR).toISOString() };
  });
  return found.sort((a, b) => a.hours99 - b.hours99);
}

/** The days on which each source has results, as far as entries tell: from the first to the last of each delivery. */
function daysOfSources(entries: readonly DeliveryEntry<Delivered>[]): ReadonlyMap<string, ReadonlySet<number>> {
  const days = new Map<string, Set<number>>();
  for (const { body } of entries) {
    for (const { source, from, to } of body.sources) {
      const own = days.get(source) ?? new Set<number>();
      days.set(source, own);
      for (let day = parseDay(from)!; day <= parseDay(to)!; day += 1) own.add(day);
    }
  }
  return days;
}
