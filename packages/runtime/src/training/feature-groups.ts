import { DqsError } from '@dqs/core';
import { EXTENDED_GROUPS, featureSpec, type CalendarEvent } from '@dqs/features';
import type { TrainOptions } from '@dqs/pipelines';

import type { Settings } from '../settings/settings.js';
import { readEvents } from './events-file.js';

type Groups = NonNullable<TrainOptions['groups']>;

/**
 * The groups of features from settings: names as they are, those with a plus on top of the default; the ones of the calendar
 * with their parameters. Undefined where none is named. What is wrong is told before any history is read.
 *
 * @throws DqsError `config-invalid` for names with and without a plus, a parameter without its group or a group without its
 * parameter, or a file of events that cannot be read; `invalid-argument` for an unknown group, country or event.
 */
export async function featureGroups({
  groups,
  country,
  events: path,
}: Settings<'groups' | 'country' | 'events'>): Promise<Groups | undefined> {
  const names = groups && namesOf(groups);
  checkPair(names, 'holidays', { flag: '--country', isGiven: country !== undefined });
  checkPair(names, 'events', { flag: '--events', isGiven: path !== undefined });
  if (names === undefined) return undefined;
  const events = path === undefined ? [] : await readEvents(path);
  const complete = names.map((name) => withParameter(name, { country, events })) as Groups;
  featureSpec('extended', complete);
  return complete;
}

function namesOf(groups: readonly string[]): string[] {
  const added = groups.filter((name) => name.startsWith('+'));
  if (added.length === 0) return [...new Set(groups)];
  if (added.length === groups.length) return [...new Set([...EXTENDED_GROUPS, ...added.map((name) => name.slice(1))])];
  throw new DqsError(
    'config-invalid',
    `expected --groups with a plus before every name, to add them to the default, or before none, got ${groups.join(' ')}`,
  );
}

/** A group and its parameter are given together or not at all. */
function checkPair(
  names: readonly string[] | undefined,
  group: string,
  { flag, isGiven }: { readonly flag: string; readonly isGiven: boolean },
): void {
  if ((names?.includes(group) ?? false) === isGiven) return;
  const message = isGiven
    ? `expected the group ${group} where ${flag} is given, got --groups without it; add --groups +${group}`
    : `expected ${flag} for the group ${group}, got none`;
  throw new DqsError('config-invalid', message);
}

function withParameter(
  name: string,
  { country, events }: { readonly country: string | undefined; readonly events: readonly CalendarEvent[] },
) {
  if (name === 'holidays') return { group: name, country };
  return name === 'events' ? { group: name, events } : name;
}
