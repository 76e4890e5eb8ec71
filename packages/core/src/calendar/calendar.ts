import { dayOfWeek } from '../days.js';
import type { DayRange } from '../panel/daily-panel.js';
import { instantOf, localTime } from '../wording/zones.js';

/** When something is open: on its days and dates, within its hours, and not when an exception is. */
export interface Calendar {
  readonly timezone: string;
  /** Days of the week, Monday 0; undefined for all. */
  readonly weekdays: readonly number[] | undefined;
  /** Minutes since midnight; a `to` up to `from` ends on the next day. Undefined for the whole day. */
  readonly hours: { readonly from: number; readonly to: number } | undefined;
  /** Undefined for all. */
  readonly dates: readonly DayRange[] | undefined;
  readonly except: readonly Calendar[];
}

/** Days that {@link nextChange} looks at. */
const DAYS_AHEAD = 400;

/** Whether a calendar is open at an instant. */
export function isOpen(calendar: Calendar, at: number): boolean {
  const { day, minute } = localTime(at, calendar.timezone);
  return isOpenBy(calendar, day, minute) && !calendar.except.some((one) => isOpen(one, at));
}

function isOpenBy({ hours, ...calendar }: Calendar, day: number, minute: number): boolean {
  if (hours === undefined) return hasDay(calendar, day);
  const { from, to } = hours;
  if (to > from) return minute >= from && minute < to && hasDay(calendar, day);
  // Over midnight: the hours after it belong to the day before.
  return (minute >= from && hasDay(calendar, day)) || (minute < to && hasDay(calendar, day - 1));
}

function hasDay({ weekdays, dates }: Pick<Calendar, 'weekdays' | 'dates'>, day: number): boolean {
  if (weekdays !== undefined && !weekdays.includes(dayOfWeek(day))) return false;
  return dates === undefined || dates.some(({ first, last }) => day >= first && day <= last);
}

/** The first instant from `at` on at which a calendar is open; undefined if there is none within some 400 days. */
export function nextOpening(calendar: Calendar, at: number): number | undefined {
  return isOpen(calendar, at) ? at : nextChange(calendar, at);
}

/** The first instant after `at` at which a calendar opens or closes; undefined if there is none within some 400 days. */
export function nextChange(calendar: Calendar, at: number): number | undefined {
  const now = isOpen(calendar, at);
  const { day } = localTime(at, calendar.timezone);
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const times = changesOf(calendar, day + ahead).filter((time) => time > at && isOpen(calendar, time) !== now);
    if (times.length > 0) return Math.min(...times);
  }
  return undefined;
}

/** When a calendar or one of its exceptions may open or close on a day. */
function changesOf({ hours, timezone, except }: Calendar, day: number): number[] {
  const minutes = hours ? [0, hours.from, hours.to] : [0];
  const own = minutes.map((minute) => instantOf(day, minute, timezone));
  return [...own, ...except.flatMap((one) => changesOf(one, day))];
}
