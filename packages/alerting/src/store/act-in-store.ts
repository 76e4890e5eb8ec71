import type { IncidentAct } from '../incidents/act.js';
import { actOnIncidents } from '../incidents/acts.js';
import type { Incident } from '../incidents/incident.js';
import type { Policy } from '../policy/policy.js';
import type { AlertingStore } from './alerting-store.js';
import { retryConflicts } from './conflict.js';
import type { MarkRequest } from './marks.js';

/** An act about incidents of an alerting. */
export interface ActRequest {
  readonly name: string;
  readonly policy: Pick<Policy, 'digest' | 'incidents'>;
  readonly act: IncidentAct;
  /** What is said of series with it. */
  readonly marks?: readonly MarkRequest[];
}

/**
 * Does what a person wants done about incidents, on what is there when it is stored; receivers are told with the next tick.
 *
 * @returns the incidents that it made or changed.
 * @throws DqsError `incident-invalid` as `actOnIncidents`; `invalid-argument` as `AlertingStore.addMark`; `alerting-conflict` if others were faster again and again.
 */
export async function actInStore<Tx>(
  store: AlertingStore<Tx>,
  { name, policy, act, marks = [] }: ActRequest,
): Promise<readonly Incident[]> {
  return retryConflicts(async () => {
    const { version, state } = await store.load(name);
    const incidents = actOnIncidents(state.incidents, act, policy.incidents);
    const known = new Set(state.incidents);
    const changed = incidents.filter((one) => !known.has(one));
    const step = { kind: 'act', at: act.at, policy: policy.digest, act } as const;
    const request = { name, before: version, state: { ...state, incidents }, incidents: changed, marks, step };
    await store.transact((tx) => store.save(tx, request));
    return changed;
  });
}
