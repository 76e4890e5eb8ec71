import { createHash } from 'node:crypto';

import { MS_PER_DAY, MS_PER_MINUTE, Random, type DailyPanel } from '@dqs/core';
import type { DatabaseSettings } from '@dqs/runtime';
import type { Settings } from '@dqs/runtime/settings';
import { deliverySchedule, type ScheduledDelivery } from '@dqs/synthetic';

import { calendarOf, type Calendar } from './calendar.js';
import { SOURCES } from './company.js';
import { deliveryFaults, LATE_TODAY } from './happenings.js';
import { drawHistory } from './history.js';

/** The settings of a demonstration. */
export type DemoSettings = DatabaseSettings & Settings<'registry' | 'threads'> & { readonly store: string };

/** What is going to happen in a demonstration: it follows from the time at which it was started. */
export interface World {
  readonly calendar: Calendar;
  /** The first day that is replayed; the model has learned from the days before it. */
  readonly from: number;
  readonly panel: DailyPanel;
  readonly schedule: readonly ScheduledDelivery[];
}

/** Days that are replayed: the second of two years. */
const REPLAYED_DAYS = 365;

/** The world of a demonstration that was started at a time, milliseconds. */
export function worldOf(startedAt: number, replayedDays = REPLAYED_DAYS): World {
  const calendar = calendarOf(startedAt);
  const { today } = calendar;
  const panel = drawHistory(today);
  const faults = deliveryFaults(today);
  const schedule = deliverySchedule(panel, faults, 1, (source, day) => arrivalAt(calendar, source, day));
  return { calendar, from: today - replayedDays, panel, schedule };
}

/** When the results of a source and day come: on the next morning, at its hour, and rarely a good deal later. */
function arrivalAt({ today, morning, scaled }: Calendar, source: string, day: number): number {
  const { at, stray } = SOURCES.find(({ name }) => name === source)!;
  const seed = createHash('sha256').update(source).digest().readUInt32BE() + 31 * day;
  const random = new Random(seed);
  const late = day === today - 1 ? (LATE_TODAY[source] ?? 0) : 0;
  const strayed = stray * Math.max(-1.5, Math.min(2.5, random.normal())) + (random.next() < 0.03 ? 4 * stray : 0);
  return morning(day + 1, at) + scaled(day === today - 1 ? Math.min(strayed, stray) + late : strayed);
}

/** Milliseconds after the end of a morning at which a day's work is done, when its last source has come. */
const AFTER_MORNING = 15 * MS_PER_MINUTE;

/** Today it is done a little before the demonstration was started, so that people have been told. */
const BEFORE_NOW = 0.93;

/** When the results of the day before are taken in and a day is forecast. */
export function tickAt({ now, today, morning }: Calendar, day: number): number {
  return day === today
    ? Math.min(now, morning(day, BEFORE_NOW))
    : Math.min(morning(day, 1) + AFTER_MORNING, (day + 1) * MS_PER_DAY - 1);
}
