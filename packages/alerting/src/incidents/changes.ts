import { didYouMean, DqsError } from '@dqs/core';

import type { Incident, IncidentEvent } from './incident.js';

/** An incident by its id. @throws DqsError `incident-invalid`. */
export function incidentOf(incidents: readonly Incident[], id: string): Incident {
  const found = incidents.find((one) => one.id === id);
  if (found) return found;
  const hint = didYouMean(
    id,
    incidents.map((one) => one.id),
  );
  throw new DqsError('incident-invalid', `expected the id of an incident, got "${id}"${hint}`);
}

/** An incident that is open. @throws DqsError `incident-invalid`. */
export function openOne(incident: Incident): Incident {
  if (incident.state !== 'resolved') return incident;
  throw new DqsError('incident-invalid', `expected an incident that is open, got ${incident.id}, which is resolved`);
}

/** An incident without what a person said of its end: it goes on. */
function withoutFix({ fixBy: _, fixed: __, ...incident }: Incident): Incident {
  return incident;
}

/** That it is open, and no more about to end. */
export function goesOn(incident: Incident): Incident {
  return { ...withoutFix(incident), state: 'open', acknowledgedBy: null, resolution: null };
}

/** Open again, whatever its members are: the next tick closes it if all of them are over. */
export function reopened(incident: Incident): Incident {
  if (incident.state !== 'resolved') return incident;
  const { reopened: times } = incident;
  return { ...withoutFix(incident), state: 'open', resolution: null, reopened: times + 1, settled: [] };
}

/** What happened to it is known for good. */
export function withEvent(incident: Incident, event: IncidentEvent): Incident {
  return { ...incident, events: [...incident.events, event] };
}

/** All incidents, some of them as they are now. */
export function replaced(incidents: readonly Incident[], changed: readonly Incident[]): readonly Incident[] {
  const byId = new Map(changed.map((one) => [one.id, one]));
  return incidents.map((one) => byId.get(one.id) ?? one);
}
