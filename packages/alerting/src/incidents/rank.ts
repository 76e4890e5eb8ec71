import { compareText } from '@dqs/core';

import { graver, SEVERITIES } from '../alerts/alert.js';
import type { Incident, IncidentMember } from './incident.js';
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

/** Whether an incident needs a person: it is open, more than for information, and somebody was told of it. */
export function needsPerson({ state, severity, told }: Pick<Incident, 'state' | 'severity' | 'told'>): boolean {
  return state !== 'resolved' && graver(severity, 'warning') === severity && told.length > 0;
}

/** Compares two incidents that are open: the gravest first, then the dearest, then the oldest. */
export function byGravity(a: Incident, b: Incident): number {
  const cost = ({ members }: Incident) =>
    members.reduce((sum, one) => sum + (one.resolvedAt === null ? one.cost : 0), 0);
  return (
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || cost(b) - cost(a) || a.openedAt - b.openedAt
  );
}
