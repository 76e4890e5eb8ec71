import { MS_PER_DAY, MS_PER_HOUR } from '@dqs/core';
import { lateSources, type Delivered, type DeliveryEntry } from '@dqs/ingestion';

/** The time from which on a day waits for nobody. */
export function endOfGrace(day: number, graceHours: number): number {
  return (day + 1) * MS_PER_DAY + graceHours * MS_PER_HOUR;
}

/**
 * The sources that a day still waits for: due, without results, and not silent yet; undefined for a day that is not over.
 *
 * @param entries as far as they are known at that time, in the order of arrival.
 */
export function awaitedSources(
  entries: readonly DeliveryEntry<Delivered>[],
  day: number,
  now: number,
): string[] | undefined {
  if (now < (day + 1) * MS_PER_DAY) return undefined;
  return lateSources(entries, day, now).flatMap(({ source, status }) => (status === 'silent' ? [] : [source]));
}
