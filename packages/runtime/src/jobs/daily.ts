import { formatDay, MS_PER_DAY, MS_PER_MINUTE } from '@dqs/core';
import type { JobOffer } from '@dqs/store';

import { orDefault } from '../settings/names.js';
import type { WorkerSettings } from './work.js';

type Daily = Pick<WorkerSettings, 'issueAt'>;

/** The job of a day, once the hour of the day has come at which the forecasts are issued. */
export function dailyOffer(kind: string, settings: Daily, now: number): readonly JobOffer[] {
  const clock = new Date(now).toISOString().slice(11, 16);
  if (clock < orDefault(settings.issueAt, 'issueAt')) return [];
  const date = formatDay(Math.floor(now / MS_PER_DAY));
  return [{ kind, key: date, data: { date } }];
}

/** The next time at which {@link dailyOffer} has a new one. */
export function nextDaily(settings: Daily, now: number): number {
  const [hours, minutes] = orDefault(settings.issueAt, 'issueAt').split(':').map(Number) as [number, number];
  const today = Math.floor(now / MS_PER_DAY) * MS_PER_DAY + (hours * 60 + minutes) * MS_PER_MINUTE;
  return today > now ? today : today + MS_PER_DAY;
}

/** A job that a person asks for, of the day that it is: twice within a minute is one. */
export function offerByHand(kind: string, now: number): JobOffer {
  const date = formatDay(Math.floor(now / MS_PER_DAY));
  return { kind, key: `by hand ${new Date(now).toISOString().slice(0, 16)}`, data: { date } };
}
