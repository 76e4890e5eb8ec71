import {
  MemoryAlertingStore,
  NO_ALERTS,
  readPolicy,
  type Alert,
  type AlertingState,
  type Incident,
  type IncidentMember,
  type OutboxMessage,
  type Reason,
  type SeriesFacts,
  type Told,
} from '@dqs/alerting';
import { MS_PER_DAY } from '@dqs/core';
import { Catalog } from '@dqs/core/catalog';
import { MemoryLedger } from '@dqs/ledger';
import type { LedgerTick } from '@dqs/pipelines';

import { Once } from '../../src/pages/once.js';
import type { PageView } from '../../src/pages/index.js';

/** The business day that is judged, and the morning after it. */
export const DAY = 20_000;
export const AT = (DAY + 1) * MS_PER_DAY + 6 * 3_600_000;

/** A policy of two rules and one receiver. */
export const POLICY = `
apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: main }
routes: [{ to: [data] }]
rules:
  - { id: below-target, when: p_below_target >= 0.6 }
  - { id: failed, when: pass_percentage < target }
receivers: { data: { email: { to: a@example.com } } }
`;

/** What a view is made from, where it is not nothing at all. */
export interface ViewParts {
  readonly series?: readonly SeriesFacts[];
  readonly facts?: Partial<LedgerTick['facts']>;
  readonly morning?: Partial<LedgerTick['morning']>;
  readonly leads?: LedgerTick['leads'];
  readonly pools?: unknown;
  readonly state?: Partial<AlertingState>;
  readonly policy?: string;
  readonly view?: Partial<PageView>;
}

/** A view of plain facts, with alerting and ledger in memory. */
export function pageView({ policy = POLICY, ...parts }: ViewParts = {}) {
  const read = readPolicy(policy, 'policy.yaml').policy;
  const series = parts.series ?? [];
  const facts = { at: AT, day: DAY, series, sources: [], models: [], system: [], ...parts.facts };
  const nothing = { said: new Map(), wereLikely: new Set(), outcomes: new Map(), graded: new Map() };
  const morning = { ...nothing, record: [], tenths: [], changed: [], ...parts.morning };
  const pools = parts.pools ?? { groups: [], pools: [], lastDay: -1 };
  const alerting = new MemoryAlertingStore();
  const sources = { settings: {}, clock: { now: () => AT } };
  const view = {
    ...{ scope: {}, at: facts.at, isNow: true, state: { ...NO_ALERTS, ...parts.state }, alerting, sources },
    ...{ ledger: new MemoryLedger(), once: new Once(), tick: { facts, leads: parts.leads ?? [], morning, pools } },
    opened: { policy: read, catalog: new Catalog([], 'none'), doubts: () => [] },
    ...parts.view,
  } as unknown as PageView;
  return { view, alerting };
}

/** A series by its id, `orders/101`, whose last day was good, with what is said of the next one. */
export function seriesOf(id: string, odds: number | null = 0.1, more: Partial<SeriesFacts> = {}): SeriesFacts {
  const [dataset = '', rule = ''] = id.split('/');
  const forecast = {
    ...{ day: DAY + 1, pBelowTarget: odds ?? 0, expected: 95, predicted: 96, naive: 97 },
    ...{ lower80: 90, upper80: 99, lower95: 85, upper95: 100 },
  };
  const results = [{ day: DAY, passes: 9, fails: 1, errors: 0 }];
  const labels = { dataset, rule, source: 'shop', owner: 'ann' };
  return { id, labels, target: 80, importance: 1, results, ...(odds !== null && { forecast }), ...more };
}

export const reason = (check: string, observed: Reason['observed'], limit: Reason['limit'], verdict = 'met'): Reason =>
  ({ check, observed, limit, verdict }) as Reason;

/** An alert about a series that fires. */
export function alertOf(subject: string, more: Partial<Alert> = {}): Alert {
  const [dataset = '', rule = ''] = subject.split('/');
  return {
    ...{ key: `failed ${subject}`, rule: 'failed', level: 'series', subject, labels: { dataset, rule, owner: 'ann' } },
    ...{ phase: 'firing', known: true, suppressed: null, severity: 'warning', since: AT - 1000, firedAt: AT - 1000 },
    ...{ firedDay: DAY, cost: 1, reasons: [], observedDay: DAY, held: 1, results: 0, goodResults: 0 },
    ...more,
  } as Alert;
}

/** What an incident is about: an alert about a series. */
export function memberOf(subject: string, more: Partial<IncidentMember> = {}): IncidentMember {
  const { key, rule, level, labels, severity, cost } = alertOf(subject);
  return {
    ...{ alert: key, rule, level, subject, labels, severity, cost, reasons: [], firedAt: AT - 1000, day: DAY },
    ...{ joinedBy: 'first', group: 'g', ledBy: null, resolvedAt: null, movedFrom: null },
    ...more,
  } as IncidentMember;
}

export function incidentOf(members: readonly IncidentMember[], more: Partial<Incident> = {}): Incident {
  return {
    ...{ id: 'INC-1', state: 'open', severity: 'warning', group: 'g', openedAt: AT - 1000, members, inhibited: 0 },
    ...{ acknowledgedBy: null, resolution: null, reopened: 0, mergedInto: null, splitFrom: null, settled: [] },
    ...{ told: [], events: [] },
    ...more,
  };
}

export function toldOf(receiver: string, more: Partial<Told> = {}): Told {
  const times = { at: AT - 500, count: 1, seen: 1, results: 0, day: DAY };
  return { receiver, ...times, open: true, sent: true, digest: null, ...more };
}

/** A step that alerting took, with what it left behind. */
export async function saved(alerting: MemoryAlertingStore, request: object, name = 'main'): Promise<void> {
  const { version, state } = await alerting.load(name);
  const tick = { kind: 'tick', at: AT, policy: 'p', day: DAY, transitions: [], sends: [], held: [], nextAt: null };
  const { step, ...rest } = request as { readonly step?: object };
  const whole = { name, before: version, state, incidents: [], ...rest, step: { ...tick, system: [], ...step } };
  await alerting.transact((tx) => alerting.save(tx, whole as never));
}

/** A message about an incident that waits in the outbox. */
export async function queued(alerting: MemoryAlertingStore, message: Partial<OutboxMessage>): Promise<void> {
  const outbox = alerting.outboxOf('main');
  const content = { kind: 'incident', incident: 'INC-1', what: 'orders · 101' };
  const whole = {
    id: 'm-1',
    receiver: 'data',
    subject: 'INC-1',
    content,
    anew: false,
    createdAt: AT - 900,
    ...message,
  };
  await outbox.transact((tx) => outbox.enqueue(tx, [whole as OutboxMessage]));
}
