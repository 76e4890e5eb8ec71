import type { Incident, IncidentAct, Severity } from '@dqs/alerting';
import { MS_PER_DAY, MS_PER_MINUTE } from '@dqs/core';

import { OPERATOR, PEOPLE } from './people.js';

/** Reasons of the policy for which incidents end, as often as they stand here. */
const REASONS = [
  'fixed-upstream',
  'fixed-upstream',
  'fixed-rule',
  'expected',
  'fixed-upstream',
  'false-alarm',
] as const;
/** Nobody looks at what is for information. */
const LOOKED_AT: readonly Severity[] = ['critical', 'warning'];

/**
 * What people do about incidents in the hours after a tick: on the first morning most of them are taken over, and some are resolved
 * one to three days later. It follows from the incidents as they were at the tick.
 */
export function reactionsTo(incidents: readonly Incident[], at: number): readonly IncidentAct[] {
  return incidents.flatMap((incident): IncidentAct[] => {
    const { id, openedAt, severity } = incident;
    if (openedAt > at || !LOOKED_AT.includes(severity)) return [];
    const number = Number.parseInt(id.slice(-8), 16);
    const own = incident.events.filter((event) => event.at <= at);
    const isTaken = own.some(({ kind }) => kind === 'acknowledged');
    const days = Math.floor((at - openedAt) / MS_PER_DAY);
    const common = { incident: id, by: personOf(incident), at: at + (20 + (number % 80)) * MS_PER_MINUTE };
    if (days === 0 && !isTaken && number % 4 !== 3) return [{ ...common, kind: 'acknowledge' }];
    if (!isTaken || days !== 1 + (number % 3) || number % 5 > 2) return [];
    return [{ ...common, kind: 'resolve', reason: REASONS[number % REASONS.length]! }];
  });
}

function personOf({ members }: Incident): string {
  const owner = members[0]?.labels.owner ?? '';
  return PEOPLE[owner] ?? OPERATOR;
}
