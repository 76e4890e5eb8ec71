import { compareText } from '@dqs/core';

import type { IncidentMember } from './incident.js';
import type { LeadGraph } from './leads.js';

/** Beyond so many members nobody looks for who leads whom. */
const MOST_RANKED = 1000;

/**
 * Members with the likeliest root first: what leads the most of the others, then what fired on the earliest day, then what
 * costs the most.
 */
export function rankMembers(members: readonly IncidentMember[], leads: LeadGraph): readonly IncidentMember[] {
  if (members.length < 2) return members;
  const subjects = new Set(members.map(({ subject }) => subject));
  const isLooked = !leads.isEmpty && members.length <= MOST_RANKED;
  const reach = new Map<string, number>();
  if (isLooked) for (const subject of subjects) reach.set(subject, leads.reach(subject, subjects));
  const reachOf = ({ subject }: IncidentMember) => reach.get(subject) ?? 0;
  return [...members].sort((a, b) => reachOf(b) - reachOf(a) || byOnset(a, b));
}

/** Compares two members of which neither leads more than the other: what fired first, then what costs the most. */
export function byOnset(a: IncidentMember, b: IncidentMember): number {
  return a.day - b.day || a.firedAt - b.firedAt || b.cost - a.cost || compareText(a.alert, b.alert);
}
