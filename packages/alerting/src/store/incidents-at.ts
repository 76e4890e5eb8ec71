import type { Incident } from '../incidents/incident.js';
import { MOST_INCIDENTS, type AlertingStore, type IncidentQuery } from './alerting-store.js';

/** Incidents that are looked at for those in some states. */
const ALL = 100_000;

/**
 * Incidents as they were at a time, the one that opened last first. Those that the state of that time holds are as they were in it;
 * it holds no longer those that nothing could change any more, so that these are as they were last.
 *
 * @param at milliseconds since 1970.
 * @throws DqsError as `AlertingStore.stateAt`.
 */
export async function incidentsAt(
  store: Pick<AlertingStore<never>, 'stateAt' | 'incidents'>,
  name: string,
  at: number,
  { states, limit = MOST_INCIDENTS, from, until = Infinity }: IncidentQuery = {},
): Promise<readonly Incident[]> {
  const { state } = await store.stateAt(name, at);
  const then = new Map(state.incidents.map((one) => [one.id, one]));
  const span = { ...(from !== undefined && { from }), until: Math.min(until, at + 1) };
  // One that is open now may have been resolved before it opened again, and the other way round.
  const last = await store.incidents(name, { ...span, limit: states === undefined ? limit : ALL });
  const found = last.map((one) => then.get(one.id) ?? one);
  return found.filter((one) => states?.includes(one.state) ?? true).slice(0, limit);
}
