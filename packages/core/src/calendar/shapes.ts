import type { ParsedNode } from 'yaml';

import { formed } from '../yaml/schema/scalars.js';
import type { Reading } from '../yaml/schema/shape.js';
import { oneOrMore, optional, type RecordOf } from '../yaml/schema/structures.js';
import { parseClock, parseDates, parseDuration, parseWeekdays } from './spans.js';
import { isZone } from '../wording/zones.js';

/** The name of a time zone. */
export const ZONE = formed('a time zone, such as Europe/Berlin', (name) => (isZone(name) ? name : undefined));
/** A length of time, read as milliseconds. */
export const DURATION = formed('a length of time, such as 10m, 24h or 3d', parseDuration);

const dates = formed('a date, or two with a slash: 2026-12-24/2027-01-02', parseDates);
const clock = formed('a time of day, such as 08:00', parseClock);

/** The fields of a file that tell when a calendar is open. */
export const CALENDAR_FIELDS = {
  days: optional(oneOrMore('days of the week', formed('days of the week, such as mon-fri', parseWeekdays))),
  from: optional(clock),
  to: optional(clock),
  dates: optional(oneOrMore('dates', dates)),
  timezone: optional(ZONE),
} as const;

/** Notes hours of which only one end is there, and those of no length. */
export function checkHours(
  value: Pick<RecordOf<typeof CALENDAR_FIELDS>, 'from' | 'to'>,
  node: ParsedNode,
  { problems }: Reading,
): void {
  if ((value.from === undefined) !== (value.to === undefined)) problems.add(node, 'expected from and to together');
  else if (value.from !== undefined && value.from === value.to)
    problems.add(node, 'expected to other than from; leave both out for the whole day');
}

/** The calendar that fields tell of, without exceptions. */
export function calendarOf({ days, from, to, dates: on, timezone }: RecordOf<typeof CALENDAR_FIELDS>, zone: string) {
  return {
    timezone: timezone ?? zone,
    weekdays: days?.flat(),
    hours: from === undefined || to === undefined ? undefined : { from, to },
    dates: on,
  };
}
