import { DqsError } from '@dqs/core';

import { QUARTER } from './calendar.js';
import { checkedEvents, EVENT_FEATURES, events, type CalendarEvent } from './events.js';
import type { FeatureDefinition, FeatureGroup } from './feature-group.js';
import { HOLIDAY_FEATURES, holidays } from './holidays.js';

/** Groups of the calendar, which the spec `extended` has only where they are named, in order. */
export const CALENDAR_GROUPS = ['quarter', 'holidays', 'events'] as const;

/** A group of the calendar. */
export type CalendarGroup = (typeof CALENDAR_GROUPS)[number];

/** A group of the calendar that is nothing without a parameter. Plain data. */
export type GroupWithParameter =
  /** Public holidays of a country, by ISO 3166-1 alpha-2. */
  | { readonly group: 'holidays'; readonly country: string }
  /** Events of one's own, all of them announced before their day. */
  | { readonly group: 'events'; readonly events: readonly CalendarEvent[] };

/** What a contract keeps of such groups. */
export interface GroupParameters {
  /** Of the group `holidays`. */
  readonly country?: string;
  /** Of the group `events`, in the order of their days. */
  readonly events?: readonly CalendarEvent[];
}

/** Whether a group comes with its parameter. */
export function isGroupWithParameter(group: unknown): group is GroupWithParameter {
  return typeof group === 'object' && group !== null && 'group' in group;
}

/**
 * The parameters of the groups of a spec; undefined where no group has one.
 *
 * @throws DqsError `invalid-argument` where a group is given twice, or its events are not as {@link checkedEvents} says.
 */
export function parametersOf(groups: readonly GroupWithParameter[]): GroupParameters | undefined {
  if (groups.length === 0) return undefined;
  const names = groups.map(({ group }) => group);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new DqsError('invalid-argument', `expected the group ${twice} once, got it twice`);
  const parts = groups.map((one) =>
    one.group === 'holidays' ? { country: one.country } : { events: checkedEvents(one.events) },
  );
  // One order of the keys, whatever the order of the groups.
  const { country, events: list } = Object.assign({}, ...parts) as GroupParameters;
  return { ...(country === undefined ? {} : { country }), ...(list === undefined ? {} : { events: list }) };
}

/** The groups of a contract as they were given: those that have a parameter with it, where it is known. */
export function withParameters<T extends string>(groups: readonly T[], { country, events: list }: GroupParameters) {
  return groups.map((group): T | GroupWithParameter => {
    if (group === 'holidays' && country !== undefined) return { group: 'holidays', country };
    return group === 'events' && list !== undefined ? { group: 'events', events: list } : group;
  });
}

/**
 * What computes a group of the calendar.
 *
 * @throws DqsError `invalid-argument` where its parameter is missing or not as it has to be.
 */
export function calendarGroup(name: CalendarGroup, { country, events: list }: GroupParameters): FeatureGroup {
  if (name === 'quarter') return QUARTER;
  if (name === 'holidays') return holidays(country ?? missing(name, 'a country: { group: "holidays", country: "DE" }'));
  return events(
    list ?? missing(name, 'a list: { group: "events", events: [{ date: "2026-05-04", name: "release" }] }'),
  );
}

/** The features of a group of the calendar, whatever its parameter. */
export function calendarFeatures(name: CalendarGroup): readonly FeatureDefinition[] {
  if (name === 'quarter') return QUARTER.features;
  return name === 'holidays' ? HOLIDAY_FEATURES : EVENT_FEATURES;
}

function missing(name: CalendarGroup, expected: string): never {
  throw new DqsError('invalid-argument', `expected the group ${name} with ${expected}, got its name alone`, {
    details: { group: name },
  });
}
