import { didYouMean, DqsError } from '@dqs/core';

import type { IncidentRules } from '../policy/policy.js';
import { incidentId } from './book.js';
import type { Incident, IncidentEvent, IncidentMember } from './incident.js';

/** What a person does about incidents. */
export type IncidentAct = { readonly at: number; readonly by: string; readonly incident: string } & (
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'resolve'; readonly reason: string }
  /** The named incident takes the members of the others over. */
  | { readonly kind: 'merge'; readonly from: readonly string[] }
  /** The named alerts get an incident of their own. */
  | { readonly kind: 'split'; readonly alerts: readonly string[] }
  /** Takes the merge back by which the named incident ended, or the split by which it began. */
  | { readonly kind: 'undo' }
);

/**
 * The incidents after an act; receivers are told with the next tick.
 *
 * @throws DqsError `incident-invalid` if there is no such incident, alert or reason, or nothing to undo.
 */
export function actOnIncidents(
  incidents: readonly Incident[],
  act: IncidentAct,
  rules: IncidentRules,
): readonly Incident[] {
  const incident = incidentOf(incidents, act.incident);
  switch (act.kind) {
    case 'acknowledge':
      return replaced(incidents, [acknowledged(open(incident), act)]);
    case 'resolve':
      return replaced(incidents, [resolved(open(incident), act, rules)]);
    case 'merge':
      return merged(incidents, open(incident), act);
    case 'split':
      return split(incidents, open(incident), act);
    case 'undo':
      return undone(incidents, incident, act);
  }
}

function incidentOf(incidents: readonly Incident[], id: string): Incident {
  const found = incidents.find((one) => one.id === id);
  if (found) return found;
  const hint = didYouMean(
    id,
    incidents.map((one) => one.id),
  );
  throw new DqsError('incident-invalid', `expected the id of an incident, got "${id}"${hint}`);
}

function open(incident: Incident): Incident {
  if (incident.state !== 'resolved') return incident;
  throw new DqsError('incident-invalid', `expected an incident that is open, got ${incident.id}, which is resolved`);
}

function acknowledged(incident: Incident, { at, by }: IncidentAct): Incident {
  return withEvent(
    { ...incident, state: 'acknowledged', acknowledgedBy: by },
    { at, kind: 'acknowledged', text: `${by} has it`, by },
  );
}

function resolved(
  incident: Incident,
  act: IncidentAct & { readonly kind: 'resolve' },
  { resolutionReasons }: IncidentRules,
): Incident {
  const { at, by, reason } = act;
  if (resolutionReasons.length > 0 && !resolutionReasons.includes(reason)) {
    const list = resolutionReasons.join(', ');
    throw new DqsError(
      'incident-invalid',
      `expected a reason of the policy (${list}), got "${reason}"${didYouMean(reason, resolutionReasons)}`,
    );
  }
  const settled = incident.members.filter(({ resolvedAt }) => resolvedAt === null).map(({ alert }) => alert);
  const done: Incident = { ...incident, state: 'resolved', resolution: { reason, by, at }, settled };
  return withEvent(done, { at, kind: 'resolved', text: `resolved: ${reason}`, by });
}

function merged(
  incidents: readonly Incident[],
  into: Incident,
  { at, by, from }: IncidentAct & { readonly kind: 'merge' },
): readonly Incident[] {
  const others = [...new Set(from)].map((id) => open(incidentOf(incidents, id)));
  if (others.length === 0 || others.some(({ id }) => id === into.id)) {
    throw new DqsError(
      'incident-invalid',
      `expected other incidents to merge into ${into.id}, got ${from.join(', ') || 'none'}`,
    );
  }
  const moved = others.flatMap(({ id, members }) =>
    members.map((one) => ({ ...one, joinedBy: 'merged' as const, movedFrom: id })),
  );
  const ids = others.map(({ id }) => id).join(', ');
  const whole = withEvent(
    { ...into, members: [...into.members, ...moved] },
    { at, kind: 'merged', text: `took over ${ids}`, by },
  );
  return replaced(incidents, [whole, ...others.map((one) => ended(one, into.id, at, by))]);
}

/** An incident whose members another one has. */
function ended(incident: Incident, into: string, at: number, by: string): Incident {
  const resolution = { reason: 'duplicate', by, at };
  const done: Incident = { ...incident, state: 'resolved', members: [], resolution, mergedInto: into };
  return withEvent(done, { at, kind: 'merged', text: `merged into ${into}`, by });
}

function split(
  incidents: readonly Incident[],
  incident: Incident,
  { at, by, alerts }: IncidentAct & { readonly kind: 'split' },
): readonly Incident[] {
  const leaving = incident.members.filter(({ alert }) => alerts.includes(alert));
  const unknown = alerts.find((key) => !leaving.some(({ alert }) => alert === key));
  if (unknown !== undefined || leaving.length === 0 || leaving.length === incident.members.length) {
    const got = unknown === undefined ? `${leaving.length} of ${incident.members.length}` : `"${unknown}"`;
    throw new DqsError('incident-invalid', `expected some, not all, of the alerts of ${incident.id}, got ${got}`);
  }
  const id = incidentId(`${incident.id}\n${leaving[0]!.alert}`, at);
  const own: Incident = {
    ...incident,
    id,
    state: 'open',
    group: leaving[0]!.group,
    openedAt: at,
    members: leaving.map((one) => ({ ...one, joinedBy: 'split', movedFrom: incident.id })),
    acknowledgedBy: null,
    reopened: 0,
    splitFrom: incident.id,
    told: [],
    events: [{ at, kind: 'split', text: `split from ${incident.id}`, by }],
  };
  const members = incident.members.filter((one) => !leaving.includes(one));
  const rest = withEvent(
    { ...incident, members },
    { at, kind: 'split', text: `${leaving.length} alerts went to ${id}`, by },
  );
  return [...replaced(incidents, [rest]), own];
}

function undone(incidents: readonly Incident[], incident: Incident, { at, by }: IncidentAct): readonly Incident[] {
  if (incident.mergedInto !== null) return unmerged(incidents, incident, incident.mergedInto, at, by);
  if (incident.splitFrom === null || incident.state === 'resolved') {
    throw new DqsError(
      'incident-invalid',
      `expected an incident that was merged or split, got ${incident.id}, which was not`,
    );
  }
  const home = incidentOf(incidents, incident.splitFrom);
  const members = [...home.members, ...incident.members.map((one) => ({ ...one, movedFrom: null }))];
  const back = withEvent(reopened({ ...home, members }), { at, kind: 'undone', text: `${incident.id} came back`, by });
  return replaced(incidents, [back, ended(incident, home.id, at, by)]);
}

function unmerged(
  incidents: readonly Incident[],
  incident: Incident,
  into: string,
  at: number,
  by: string,
): readonly Incident[] {
  const host = incidentOf(incidents, into);
  const isHis = ({ movedFrom }: IncidentMember) => movedFrom === incident.id;
  const own = host.members.filter(isHis).map((one) => ({ ...one, movedFrom: null }));
  const members = host.members.filter((one) => !isHis(one));
  const back = withEvent(reopened({ ...incident, members: own, mergedInto: null }), {
    at,
    kind: 'undone',
    text: `taken out of ${into}`,
    by,
  });
  return replaced(incidents, [
    back,
    withEvent({ ...host, members }, { at, kind: 'undone', text: `gave ${incident.id} back`, by }),
  ]);
}

/** Open again, whatever its members are: the next tick closes it if all of them are over. */
function reopened(incident: Incident): Incident {
  if (incident.state !== 'resolved') return incident;
  return { ...incident, state: 'open', resolution: null, reopened: incident.reopened + 1, settled: [] };
}

function withEvent(incident: Incident, event: IncidentEvent): Incident {
  return { ...incident, events: [...incident.events, event] };
}

function replaced(incidents: readonly Incident[], changed: readonly Incident[]): readonly Incident[] {
  const byId = new Map(changed.map((one) => [one.id, one]));
  return incidents.map((one) => byId.get(one.id) ?? one);
}
