import { compareText } from '@dqs/core';

import type { IncidentMember } from './incident.js';
import type { LeadGraph } from './leads.js';

/** Beyond so many members nobody looks for who leads whom. */
const MOST_RANKED = 1000;

/**
 * Members with the likeliest root first: what leads the most of the others, then what fired on the earliest day, then what
 * costs the most.
 *
 * @param root the subject of which a person said that it comes first.
 */
export function rankMembers(
  members: readonly IncidentMember[],
  leads: LeadGraph,
  root?: string,
): readonly IncidentMember[] {
  if (members.length < 2) return members;
  const subjects = new Set(members.map(({ subject }) => subject));
  const isLooked = !leads.isEmpty && members.length <= MOST_RANKED;
  const reach = new Map<string, number>();
  if (isLooked) for (const subject of subjects) reach.set(subject, leads.reach(subject, subjects));
  const reachOf = ({ subject }: IncidentMember) => reach.get(subject) ?? 0;
  const ranked = [...members].sort((a, b) => reachOf(b) - reachOf(a) || byOnset(a, b));
  return root === undefined ? ranked : rootFirst(ranked, root);
}

/** Members of a subject before the others, which keep their order. */
export function rootFirst(members: readonly IncidentMember[], root: string): readonly IncidentMember[] {
  const isRoot = ({ subject }: IncidentMember) => subject === root;
  return [...members.filter(isRoot), ...members.filter((one) => !isRoot(one))];
}

/** Compares two members of which neither leads more than the other: what fired first, then what costs the most. */
export function byOnset(a: IncidentMember, b: IncidentMember): number {
  return a.day - b.day || a.firedAt - b.firedAt || b.cost - a.cost || compareText(a.alert, b.alert);
}
