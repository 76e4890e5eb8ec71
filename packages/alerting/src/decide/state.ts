import type { Alert } from '../alerts/alert.js';
import type { DigestState } from '../digest/digests.js';
import type { Incident } from '../incidents/incident.js';
import type { PageRecord } from '../routing/pages.js';

/** All that a tick needs to know of the ticks before it. Survives JSON. */
export interface AlertingState {
  /** The last tick, in milliseconds since 1970; null before the first. */
  readonly at: number | null;
  /** Alerts that are not inactive. */
  readonly alerts: readonly Alert[];
  /** Incidents that are open or may open again. */
  readonly incidents: readonly Incident[];
  /** Pages that budgets still count. */
  readonly pages: readonly PageRecord[];
  readonly digests: readonly DigestState[];
}

/** The state before the first tick. */
export const NO_ALERTS: AlertingState = { at: null, alerts: [], incidents: [], pages: [], digests: [] };
