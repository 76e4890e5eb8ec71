import { MS_PER_DAY, MS_PER_MINUTE } from '../days.js';
import { DqsError } from '../errors/dqs-error.js';

/** Zones in use change their offset on full quarters of an hour. */
const QUARTER = 15 * MS_PER_MINUTE;
const MOST_KNOWN = 100_000;

/** An instant as the clocks of a place show it. */
export interface LocalTime {
  /** Days since 1970-01-01 of the calendar there. */
  readonly day: number;
  /** `07:52`. */
  readonly clock: string;
  /** Minutes since midnight by the clock, 0 to 1439. */
  readonly minute: number;
}

/** Whether a name is that of a time zone, such as `Europe/Berlin`. */
export function isZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * Day and clock of an instant in a time zone.
 *
 * @param at milliseconds since 1970-01-01T00:00:00Z.
 * @param zone a name of the IANA database, such as `Europe/Berlin`.
 * @throws DqsError `invalid-argument` for a time zone that nobody knows.
 */
export function localTime(at: number, zone: string): LocalTime {
  const local = at + offsetOf(at, zone);
  const day = Math.floor(local / MS_PER_DAY);
  const minute = Math.floor((local - day * MS_PER_DAY) / MS_PER_MINUTE);
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0'));
  return { day, clock: `${hours}:${minutes}`, minute };
}

/**
 * The instant at which clocks of a zone show a time: the first where they show it twice; where they skip it, as much later
 * as they skip.
 *
 * @param minute minutes since midnight; 1440 is the next midnight.
 */
export function instantOf(day: number, minute: number, zone: string): number {
  const asUtc = day * MS_PER_DAY + minute * MS_PER_MINUTE;
  const before = offsetOf(asUtc - MS_PER_DAY, zone);
  const after = offsetOf(asUtc + MS_PER_DAY, zone);
  const shown = [before, after].map((offset) => ({ at: asUtc - offset, offset }));
  const real = shown.filter(({ at, offset }) => offsetOf(at, zone) === offset);
  return real.length > 0 ? Math.min(...real.map(({ at }) => at)) : asUtc - before;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

/** Local time minus UTC in milliseconds. */
function offsetOf(at: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const quarter = Math.floor(at / QUARTER);
  let known = offsets.get(zone);
  if (known === undefined) offsets.set(zone, (known = new Map()));
  let offset = known.get(quarter);
  if (offset === undefined) {
    offset = readOffset(quarter * QUARTER, zone);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(quarter, offset);
  }
  return offset;
}

function readOffset(at: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type)!;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - at;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const digits = '2-digit';
  const clock = { hour: digits, minute: digits, second: digits } as const;
  const date = { year: 'numeric', month: digits, day: digits } as const;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...date, ...clock });
    formats.set(zone, format);
    return format;
  } catch (cause) {
    const message = `expected a time zone such as Europe/Berlin, got ${JSON.stringify(zone)}`;
    throw new DqsError('invalid-argument', message, { cause, details: { timeZone: zone } });
  }
}
