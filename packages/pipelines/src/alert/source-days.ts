import type { SourceFacts } from '@dqs/alerting';
import { compareText, MS_PER_DAY, MS_PER_HOUR, parseDay } from '@dqs/core';
import {
  arrivalsBySource,
  LEAST_ARRIVAL_DAYS,
  lateSources,
  type Delivered,
  type DeliveryEntry,
  type LateSource,
  type SourceArrivals,
} from '@dqs/ingestion';

import { awaitedSources, endOfGrace } from '../operate/complete-days.js';

const DAYS_PER_WEEK = 7;

/** A source at a time. */
export interface SourceDay {
  readonly source: string;
  /** The day whose results say how its series are: the last one that is there, unless one after it is silent. */
  readonly judged: number;
  /** Of the first day after it that was due, or of itself. */
  readonly facts: Omit<SourceFacts, 'labels'>;
}

/**
 * Every source that has delivered, as its deliveries tell at a time: which day was due, whether it is there, and by which day
 * its series are judged. A pure function of the entries that had arrived.
 *
 * @param entries those known at the time, in the order of arrival.
 * @param yesterday the last business day that is over.
 */
export function sourceDays(
  entries: readonly DeliveryEntry<Delivered>[],
  yesterday: number,
  at: number,
): readonly SourceDay[] {
  const arrivals = new Map(arrivalsBySource(entries).map((one) => [one.source, one]));
  const lateOn = new Map<number, ReadonlyMap<string, LateSource>>();
  const lateAt = (day: number) => {
    const known = lateOn.get(day) ?? new Map(lateSources(entries, day, at).map((one) => [one.source, one]));
    lateOn.set(day, known);
    return known;
  };
  const found = [...deliveredDays(entries)].map(([source, days]) => {
    const last = [...days.keys()].reduce((latest, day) => (day <= yesterday && day > latest ? day : latest), -1);
    const due = firstMissing(source, last, yesterday, lateAt);
    return sourceDay({ source, at, last, lag: days.get(last), due, arrivals: arrivals.get(source) });
  });
  return found.sort((a, b) => compareText(a.source, b.source));
}

interface MissingDay {
  readonly day: number;
  readonly isSilent: boolean;
}

/** The first day after the last that is there on which a source was due: within a week of it, however long ago that is. */
function firstMissing(
  source: string,
  last: number,
  yesterday: number,
  lateAt: (day: number) => ReadonlyMap<string, LateSource>,
): MissingDay | undefined {
  for (let day = last + 1; day <= Math.min(yesterday, last + DAYS_PER_WEEK); day += 1) {
    const late = lateAt(day).get(source);
    if (late !== undefined) return { day, isSilent: late.status === 'silent' };
  }
  return undefined;
}

interface Seen {
  readonly source: string;
  readonly at: number;
  /** The last day that is there, and when it was complete after its start. */
  readonly last: number;
  readonly lag: number | undefined;
  /** The first day after it that is missing. */
  readonly due: MissingDay | undefined;
  readonly arrivals: SourceArrivals | undefined;
}

function sourceDay({ source, at, last, lag: complete, due, arrivals }: Seen): SourceDay {
  const lag = due ? at - due.day * MS_PER_DAY : complete;
  const isKnown = arrivals !== undefined && arrivals.days >= LEAST_ARRIVAL_DAYS;
  const quantiles = isKnown ? QUANTILES.map(([key, level]) => ({ level, lag: arrivals[key] * MS_PER_HOUR })) : [];
  const facts = { source, arrived: due === undefined, quantiles, ...(lag !== undefined && { arrivalLag: lag }) };
  return { source, judged: due?.isSilent ? due.day : last, facts };
}

const QUANTILES = [
  ['usualHours', 0.5],
  ['hours95', 0.95],
  ['hours99', 0.99],
] as const;

/** How a source has delivered of late. */
export interface SourceHistory {
  /** From the start of each business day to the last part of its results, milliseconds; null where none came in time to tell. */
  readonly lags: readonly (number | null)[];
  /** Deliveries that replaced results of it. */
  readonly corrections: number;
}

/**
 * How each source has delivered. A pure function of the entries that had arrived.
 *
 * @param entries those known at the time, in the order of arrival.
 * @param from the first business day, and the first day on which corrections count.
 * @param to the last business day.
 */
export function sourceHistory(
  entries: readonly DeliveryEntry<Delivered>[],
  from: number,
  to: number,
): ReadonlyMap<string, SourceHistory> {
  const corrections = new Map<string, number>();
  for (const { at, body } of entries) {
    if (body.replaces === null || Date.parse(at) < from * MS_PER_DAY) continue;
    for (const { source } of body.sources) corrections.set(source, (corrections.get(source) ?? 0) + 1);
  }
  const known = [...deliveredDays(entries)].map(([source, days]) => {
    const lags = Array.from({ length: to - from + 1 }, (_, i) => days.get(from + i) ?? null);
    return [source, { lags, corrections: corrections.get(source) ?? 0 }] as const;
  });
  return new Map(known);
}

/** The days of each source that are there, with the time from the start of the day to the last part of it; bulk loads tell none. */
function deliveredDays(
  entries: readonly DeliveryEntry<Delivered>[],
): ReadonlyMap<string, Map<number, number | undefined>> {
  const found = new Map<string, Map<number, number | undefined>>();
  for (const { at, body } of entries) {
    for (const { source, from, to } of body.sources) {
      const days = found.get(source) ?? new Map<number, number | undefined>();
      found.set(source, days);
      const [first, last] = [parseDay(from)!, parseDay(to)!];
      const isBulk = last - first >= DAYS_PER_WEEK;
      for (let day = first; day <= last; day += 1) {
        const isCorrection = body.replaces !== null && days.has(day);
        if (isCorrection || (isBulk && days.has(day))) continue;
        days.set(day, isBulk ? undefined : Date.parse(at) - day * MS_PER_DAY);
      }
    }
  }
  return found;
}

/**
 * The last day up to which every day is graded at a time, by the rule of `gradeDays`: each waits for its sources, and for nobody
 * longer than its grace. Evidence of later days would depend on when somebody looked.
 */
export function lastGradedDay(
  entries: readonly DeliveryEntry<Delivered>[],
  yesterday: number,
  at: number,
  graceHours: number,
): number {
  let last = yesterday;
  for (let day = yesterday; at < endOfGrace(day, graceHours); day -= 1) {
    if (awaitedSources(entries, day, at)?.length !== 0) last = day - 1;
  }
  return last;
}
