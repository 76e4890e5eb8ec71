import { formatDay, parseDay } from '@dqs/core';

import type { LocalDay } from '../../rows/time-zone.js';

const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(\.\d+)?(Z?))?$/;
const TIMED = /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * The date of a time, as people in a time zone read it: the business date of what was executed then.
 *
 * @param text `YYYY-MM-DD`; a time of ISO 8601 with a T or a blank, and with or without its zone; or the same without
 * dashes and colons. A time without a zone is one of UTC.
 * @param localDay the days of the time zone.
 * @returns `YYYY-MM-DD`, or the text unchanged where it is none of these, to be rejected as it is.
 */
export function dateOfTime(text: string, localDay: LocalDay): string {
  const trimmed = text.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(trimmed)) return trimmed;
  const ms = instantOf(trimmed);
  const day = ms === undefined ? undefined : localDay(ms);
  return day === undefined ? text : formatDay(day);
}

/** Whether a text is a time or a date that {@link dateOfTime} reads. */
export function isTime(text: string): boolean {
  return instantOf(/^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? `${text.trim()}T00:00` : text.trim()) !== undefined;
}

/** Milliseconds since 1970 UTC; undefined where a text is no time. */
function instantOf(text: string): number | undefined {
  const iso = isoOf(text);
  const ms = iso === undefined ? Number.NaN : Date.parse(iso);
  // Date.parse takes the 30th of February for the 2nd of March.
  return Number.isFinite(ms) && parseDay(iso!) !== undefined ? ms : undefined;
}

function isoOf(text: string): string | undefined {
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const [, year, month, day, hour = '00', minute = '00', second = '00'] = compact;
    return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  }
  const timed = TIMED.exec(text);
  if (timed === null) return undefined;
  const [, date, clock, , zone = 'Z'] = timed;
  return `${date}T${clock!.padStart(clock!.length + (clock!.indexOf(':') === 1 ? 1 : 0), '0')}${zoneOf(zone)}`;
}

function zoneOf(zone: string): string {
  if (/^(?:Z|UTC)$/i.test(zone)) return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
