import { didYouMean } from '@dqs/core';
import { type Calendar, calendarOf } from '@dqs/core/calendar';
import type { Placed, Problems } from '@dqs/core/yaml';

import type { CalendarDocument } from './policy-shape.js';

type Documents = ReadonlyMap<string, CalendarDocument>;

/** The calendars of a policy; exceptions that are unknown or lead back to themselves are noted. */
export function compileCalendars(
  documents: Documents,
  zone: string,
  problems: Problems,
): ReadonlyMap<string, Calendar> {
  const calendars = new Map<string, Calendar>();
  for (const name of documents.keys()) compile(name, documents, zone, problems, calendars, []);
  return calendars;
}

function compile(
  name: string,
  documents: Documents,
  zone: string,
  problems: Problems,
  done: Map<string, Calendar>,
  above: readonly string[],
): Calendar {
  const known = done.get(name);
  if (known) return known;
  const document = documents.get(name)!;
  const except = (document.except ?? []).flatMap((one) => {
    if (!isKnown(one, documents, problems)) return [];
    if ([...above, name].includes(one.value)) {
      problems.addAt(one.place, `expected exceptions of ${name} that do not lead back to it, got ${one.value}`);
      return [];
    }
    return [compile(one.value, documents, zone, problems, done, [...above, name])];
  });
  const calendar: Calendar = { ...calendarOf(document, zone), except };
  done.set(name, calendar);
  return calendar;
}

function isKnown({ value, place }: Placed<string>, documents: Documents, problems: Problems): boolean {
  if (documents.has(value)) return true;
  problems.addAt(place, `expected the name of a calendar, got "${value}"${didYouMean(value, documents.keys())}`);
  return false;
}
