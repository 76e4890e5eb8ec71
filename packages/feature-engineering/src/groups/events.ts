import { DqsError, formatDay, parseDay } from '@dqs/core';

import { lastIndexUpTo } from '../history/search.js';
import { movingWithTime, type FeatureGroup } from './feature-group.js';

/** An event of one's own that was announced before its day: a release, a migration, the close of the books. */
export interface CalendarEvent {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** For people; what happens. */
  readonly name: string;
}

/** Features of {@link events}. */
export const EVENT_FEATURES = movingWithTime(
  ['days_since_event', 'days since the latest own event (0 on its day)'],
  ['days_to_event', 'days to the next own event (0 on its day)'],
);

/** Most events of a model: a daily one for 27 years. */
export const MOST_EVENTS = 10_000;
/** Longest name of an event. */
const MOST_NAME = 200;
/** Problems that an error tells. */
const MOST_PROBLEMS = 10;

/**
 * Days since the latest and to the next event; NaN where there is none. The days to the next event look past the as-of day,
 * but at nothing that happened there: the list is fixed before any forecast and holds what had been announced by then, as a
 * calendar does. An event that was noted down only afterwards, such as an incident, would tell the past what it could not
 * know, which nothing can find out here: it does not belong in the list.
 *
 * @throws DqsError `invalid-argument` with the first problems of the list.
 */
export function events(list: readonly CalendarEvent[]): FeatureGroup {
  const days = Int32Array.from(new Set(checkedEvents(list).map(({ date }) => parseDay(date)!))).sort();
  return {
    features: EVENT_FEATURES,
    compute({ targetDay }, out, at) {
      const last = lastIndexUpTo(days, 0, days.length, targetDay);
      const since = targetDay - (days[last] ?? Number.NaN);
      out[at] = since;
      out[at + 1] = since === 0 ? 0 : (days[last + 1] ?? Number.NaN) - targetDay;
    },
  };
}

/**
 * Events in the order of their days, then names, whatever order they came in.
 *
 * @throws DqsError `invalid-argument` for none or too many, a date or name that is none, or an event twice.
 */
export function checkedEvents(list: readonly CalendarEvent[]): CalendarEvent[] {
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST_EVENTS) {
    const got = Array.isArray(list) ? list.length : typeof list;
    throw new DqsError('invalid-argument', `expected 1 to ${MOST_EVENTS} events for the group events, got ${got}`);
  }
  const seen = new Map<string, number>();
  const problems = list.flatMap((event, i) => problemOf(event, i + 1, seen) ?? []);
  if (problems.length > 0) {
    const more = problems.length > MOST_PROBLEMS ? `; and ${problems.length - MOST_PROBLEMS} more` : '';
    throw new DqsError(
      'invalid-argument',
      `invalid events of the group events: ${problems.slice(0, MOST_PROBLEMS).join('; ')}${more}`,
      { details: { problems: problems.slice(0, MOST_PROBLEMS) } },
    );
  }
  const plain = (list as readonly CalendarEvent[]).map(({ date, name }) => ({ date, name }));
  return plain.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** What is wrong with an event, the n-th; undefined where nothing is. */
function problemOf(event: CalendarEvent, n: number, seen: Map<string, number>): string | undefined {
  const { date, name } = (event ?? {}) as Partial<CalendarEvent>;
  const day = typeof date === 'string' ? parseDay(date) : undefined;
  // Only the plain form: it is what the model keeps and what is compared.
  if (day === undefined || formatDay(day) !== date) {
    return `event ${n}: expected a calendar date as YYYY-MM-DD, got ${shown(date)}`;
  }
  if (typeof name !== 'string' || name.trim() === '' || name.length > MOST_NAME || /\p{Cc}/u.test(name)) {
    return `event ${n}: expected a name of 1 to ${MOST_NAME} printable characters, got ${shown(name)}`;
  }
  const key = keyOf({ date, name });
  const first = seen.get(key);
  if (first !== undefined)
    return `event ${n}: the same as event ${first} (${date}, ${shown(name)}); remove one of them`;
  seen.set(key, n);
  return undefined;
}

function keyOf({ date, name }: CalendarEvent): string {
  return `${date} ${name}`;
}

/** A value as it is told, cut where it is long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'none';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
