import { DqsError, type ErrorCode } from '@dqs/core';

import type { Transition } from '../decide/decide.js';
import type { Send } from '../decide/send.js';
import { NO_ALERTS, type AlertingState } from '../decide/state.js';
import type { Incident } from '../incidents/incident.js';
import type { AlertingStore, SaveRequest } from '../store/alerting-store.js';
import type { ActStep, NewStep } from '../store/steps.js';

/** Opens a store on a place; two calls give two stores on the same place, as two processes would have. */
export type OpenAlertingStore<Tx> = () => Promise<AlertingStore<Tx>>;

/** One promise of the contract of alerting stores. */
export interface AlertingStoreCase {
  readonly title: string;
  /**
   * @param open opens stores on a place that is empty when the check begins, a new place for every check. Whoever runs the
   * check closes them.
   */
  run<Tx>(open: OpenAlertingStore<Tx>): Promise<void>;
}

/** The name of the alerting that most checks are about. */
export const NAME = 'checks';
export const START = Date.UTC(2026, 10, 24, 4, 22);
const MINUTE = 60_000;

/** Texts that stores stumble over. */
export const ODD_TEXT = `'; DROP TABLE "x"; -- \\ \0 \ud800 ü 🙂`;

/** A state told apart by its time and the name of an alert's budget. */
export function stateOf(at: number, owner = 'team-shop', incidents: readonly Incident[] = []): AlertingState {
  return { ...NO_ALERTS, at, incidents, pages: [{ owner, incident: 'inc-1', at: at - 1 }] };
}

/** An incident without members, in as few words as possible. */
export function incidentOf(id: string, more: Partial<Incident> = {}): Incident {
  return {
    id,
    state: 'open',
    severity: 'warning',
    group: 'shop',
    openedAt: START,
    members: [],
    inhibited: 0,
    acknowledgedBy: null,
    resolution: null,
    reopened: 0,
    mergedInto: null,
    splitFrom: null,
    settled: [],
    told: [],
    events: [{ at: START, kind: 'opened', text: `opened ${id}` }],
    ...more,
  };
}

/** A change of an alert. */
export function transitionOf(alert: string, at = START): Transition {
  const reasons = [{ check: 'pass_percentage < 95', observed: 93.5, limit: 95, verdict: 'met' } as const];
  return { alert, from: 'inactive', to: 'firing', at, reasons };
}

/** A send of an incident. */
export function sendOf(id: string, incident = 'inc-1'): Send {
  const common = { severity: 'warning', owners: ['team-shop'], page: false, reasons: [] } as const;
  return { id, kind: 'opened', receiver: 'slack-data', incident, at: START, ...common };
}

/** A tick, minutes after the start; one that changes nothing unless it is said. */
export function tickOf(minute: number, more: Partial<Extract<NewStep, { kind: 'tick' }>> = {}): NewStep {
  const nothing = { transitions: [], sends: [], held: [], nextAt: null, system: [] };
  return { kind: 'tick', at: START + minute * MINUTE, policy: 'digest-1', day: 20_781, ...nothing, ...more };
}

/** An act, minutes after the start. */
export function actOf(minute: number): NewStep & ActStep {
  const at = START + minute * MINUTE;
  return { kind: 'act', at, policy: 'digest-1', act: { kind: 'acknowledge', at, by: 'ann', incident: 'inc-1' } };
}

/** Takes a step in a transaction of its own. */
export function take<Tx>(store: AlertingStore<Tx>, step: NewStep, more: Partial<SaveRequest> & { before: number }) {
  const request = { name: NAME, state: stateOf(step.at), incidents: [], step, ...more };
  return store.transact((tx) => store.save(tx, request));
}

/** A test of an error: whether it has a code. */
export function hasCode(code: ErrorCode) {
  return (error: unknown) => DqsError.is(error) && error.code === code;
}
