import { MS_PER_DAY, parseDay } from '@dqs/core';

/** The local day of an instant, in milliseconds since 1970-01-01 UTC; undefined beyond the days that are read. */
export type LocalDay = (ms: number) => number | undefined;

/** Local days begin at a multiple of this in every zone since 1973. */
const QUARTER_MS = 900_000;
const REGULAR_SINCE = Date.UTC(1973, 0, 1);
/** The first instant of the year 100 and of the year 10000: days are written with four digits. */
const [FIRST_MS, END_MS] = [Date.UTC(100, 0, 1), Date.UTC(10_000, 0, 1)];
/** A year of quarters; more are forgotten. */
const MEMORY_LIMIT = 40_000;

/** Whether this machine knows a time zone of that name. */
export function isTimeZone(name: string): boolean {
  // Offsets are no zones: they know no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

/** Days of a time zone. @param timeZone an IANA name that {@link isTimeZone} knows; UTC if undefined. */
export function localDayIn(timeZone: string | undefined): LocalDay {
  const isInRange = (ms: number) => ms >= FIRST_MS && ms < END_MS;
  if (timeZone === undefined || timeZone === 'UTC') {
    return (ms) => (isInRange(ms) ? Math.floor(ms / MS_PER_DAY) : undefined);
  }
  const digits = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en-US', { ...digits, timeZone, calendar: 'gregory' });
  const dayOf = (ms: number) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type as string, value]));
    return parseDay(`${parts.get('year')!.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`);
  };
  const memory = new Map<number, number | undefined>();
  return (ms) => {
    if (!isInRange(ms)) return undefined;
    if (ms < REGULAR_SINCE) return dayOf(ms);
    const quarter = Math.floor(ms / QUARTER_MS);
    if (!memory.has(quarter)) {
      if (memory.size >= MEMORY_LIMIT) memory.clear();
      memory.set(quarter, dayOf(ms));
    }
    return memory.get(quarter);
  };
}
