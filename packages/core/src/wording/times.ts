import { calendarParts, dayOfWeek, parseDay } from '../days.js';
import { DqsError } from '../errors/dqs-error.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const MS_PER_MINUTE = 60_000;

/** An instant as the clocks of a place show it. */
export interface LocalTime {
  /** Days since 1970-01-01 of the calendar there. */
  readonly day: number;
  /** `07:52`. */
  readonly clock: string;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/**
 * Day and clock of an instant in a time zone.
 *
 * @param at milliseconds since 1970-01-01T00:00:00Z.
 * @param timeZone a name of the IANA database, such as `Europe/Berlin`.
 * @throws DqsError `invalid-argument` for a time zone that nobody knows.
 */
export function localTime(at: number, timeZone: string): LocalTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const day = parseDay(`${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`)!;
  return { day, clock: `${parts.get('hour')}:${parts.get('minute')}` };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known) return known;
  const twoDigits = { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  try {
    const format = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', ...twoDigits, hourCycle: 'h23' });
    FORMATS.set(timeZone, format);
    return format;
  } catch (cause) {
    const message = `expected a time zone such as Europe/Berlin, got ${JSON.stringify(timeZone)}`;
    throw new DqsError('invalid-argument', message, { cause, details: { timeZone } });
  }
}

/** The name of a day of the week: `Tuesday`. */
export function weekdayText(day: number): string {
  return WEEKDAYS[dayOfWeek(day)]!;
}

/** A day as people read it: `Thu 26 Nov`, with the year only where it is not that of `today`. */
export function dateText(day: number, today: number): string {
  const { year, month, dayOfMonth } = calendarParts(day);
  const date = `${weekdayText(day).slice(0, 3)} ${dayOfMonth} ${MONTHS[month - 1]!}`;
  return year === calendarParts(today).year ? date : `${date} ${year}`;
}

/** A day that is near as its name, `Tuesday`, one that is more than six days away as its date. */
export function nearDayText(day: number, today: number): string {
  return Math.abs(day - today) < 7 ? weekdayText(day) : dateText(day, today);
}

/** How long something took, in at most two units: `9 min`, `1 h 37 min`, `3 d 23 h`. */
export function durationText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MS_PER_MINUTE));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const units = [`${days} d`, `${hours} h`, `${rest} min`];
  const [from, values] = [days > 0 ? 0 : hours > 0 ? 1 : 2, [days, hours, rest]];
  return units.filter((_, unit) => unit >= from && unit < from + 2 && (values[unit] !== 0 || unit === from)).join(' ');
}
