import { didYouMean } from '@dqs/core';
import type { Calendar } from '@dqs/core/calendar';
import type { Problems } from '@dqs/core/yaml';

import type { Receiver } from './policy.js';
import { CHANNEL_NAMES, type ReceiverDocument } from './receiver-shape.js';

type Documents = ReadonlyMap<string, ReceiverDocument>;

/** The receivers of a policy; calendars and digests that there are not are noted. */
export function compileReceivers(
  documents: Documents,
  calendars: ReadonlyMap<string, Calendar>,
  problems: Problems,
): ReadonlyMap<string, Receiver> {
  return new Map(
    [...documents].map(([name, settings]) => {
      const channel = CHANNEL_NAMES.find((one) => settings[one] !== undefined)!;
      const receiver: Receiver = {
        name,
        channel,
        settings,
        active: activeOf(settings, calendars, problems),
        outside: outsideOf(settings, documents, problems),
        digestAt: settings.at,
        evenIfQuiet: settings.even_if_quiet,
        resolve: settings.resolve,
        isPage: settings.pages ?? channel === 'pagerduty',
      };
      return [name, receiver] as const;
    }),
  );
}

function activeOf({ active, place }: ReceiverDocument, calendars: ReadonlyMap<string, Calendar>, problems: Problems) {
  if (active === 'always') return undefined;
  const calendar = calendars.get(active);
  if (calendar) return calendar;
  const hint = didYouMean(active, ['always', ...calendars.keys()]);
  return problems.addAt(place, `expected active: always or the name of a calendar, got "${active}"${hint}`);
}

function outsideOf({ outside, place }: ReceiverDocument, documents: Documents, problems: Problems) {
  if (outside === 'wait') return undefined;
  if (isDigest(outside, documents)) return outside;
  return problems.addAt(place, digestProblem('outside: wait or', outside, documents));
}

/** Whether a name is that of a receiver that collects. */
export function isDigest(name: string, documents: Documents): boolean {
  return documents.get(name)?.at !== undefined;
}

/** What to say of a name that is none of a receiver that collects. */
export function digestProblem(where: string, name: string, documents: Documents): string {
  const digests = [...documents].filter(([, { at }]) => at !== undefined).map(([one]) => one);
  const hint = documents.has(name) ? `; add at: "07:45" to ${name} so that it collects` : didYouMean(name, digests);
  return `expected ${where} the name of a receiver with \`at\`, got "${name}"${hint}`;
}
