import { DqsError } from '@dqs/core';

import type { IncidentAct } from './act.js';
import { incidentId } from './book.js';
import { incidentOf, openOne, reopened, replaced, withEvent } from './changes.js';
import type { Incident, IncidentMember } from './incident.js';

/** Members of others come to one incident. @throws DqsError `incident-invalid`. */
export function merged(
  incidents: readonly Incident[],
  into: Incident,
  { at, by, from }: IncidentAct & { readonly kind: 'merge' },
): readonly Incident[] {
  const others = [...new Set(from)].map((id) => openOne(incidentOf(incidents, id)));
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

/** Some members leave for an incident of their own. @throws DqsError `incident-invalid`. */
export function split(
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
  // What people said of the whole is not said of a part.
  const { title: _, root: __, fixBy: ___, fixed: ____, ...bare } = incident;
  const own: Incident = {
    ...bare,
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

/** Takes a merge or a split back. @throws DqsError `incident-invalid`. */
export function undone(
  incidents: readonly Incident[],
  incident: Incident,
  { at, by }: IncidentAct,
): readonly Incident[] {
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
