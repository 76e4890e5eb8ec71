/**
 * Days are integers: whole days since 1970-01-01. A business date has no time zone, so nothing here reads one.
 */
export const MS_PER_DAY = 86_400_000;
/** Milliseconds of an hour. */
export const MS_PER_HOUR = 3_600_000;
/** Milliseconds of a minute. */
export const MS_PER_MINUTE = 60_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Reads `YYYY-MM-DD`; a time part after `T` or a space is cut off.
 *
 * @returns the day, or undefined if the text is not a calendar date (2021-02-30, 21-02-03, 2021/02/03, "").
 */
export function parseDay(text: string): number | undefined {
  const trimmed = text.trim();
  const cut = trimmed.search(/[T ]/);
  const match = DATE.exec(cut < 0 ? trimmed : trimmed.slice(0, cut));
  if (!match) return undefined;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  // Date.UTC maps the years 0..99 to 1900..1999; no log of rule results is that old.
  if (year < 100) return undefined;
  const utc = new Date(Date.UTC(year, month - 1, date));
  // A day that its month does not have lies in another one.
  return utc.getUTCMonth() === month - 1 ? utc.getTime() / MS_PER_DAY : undefined;
}

/** A day as `YYYY-MM-DD`. */
export function formatDay(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Day of the week, Monday 0 to Sunday 6. 1970-01-01 was a Thursday. */
export function dayOfWeek(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Calendar parts of a day. */
export interface CalendarParts {
  /** Four-digit year. */
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly dayOfMonth: number;
  /** Days in this month, 28 to 31. */
  readonly daysInMonth: number;
}

/**
 * Year, month and day of month in the proleptic Gregorian calendar, by Howard Hinnant's `civil_from_days`
 * (chrono-Compatible Low-Level Date Algorithms), which needs no Date object.
 */
export function calendarParts(day: number): CalendarParts {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, dayOfMonth, daysInMonth: daysInMonth(year, month) };
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** ISO 8601 week of the year, 1 to 53: the week of the Thursday nearest to the day. */
export function isoWeek(day: number): number {
  const thursday = day - dayOfWeek(day) + 3;
  const { year } = calendarParts(thursday);
  const januaryFirst = Date.UTC(year, 0, 1) / MS_PER_DAY;
  return Math.floor((thursday - januaryFirst) / 7) + 1;
}
