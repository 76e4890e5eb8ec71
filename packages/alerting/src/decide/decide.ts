import { DqsError } from '@dqs/core';

import { advance, alertKey, timerOf, type Observed } from '../alerts/advance.js';
import { isActive, statusOf, type Alert, type AlertStatus } from '../alerts/alert.js';
import { Inhibitors, nextQuietChange, ownSuppression, quietsOf } from '../alerts/suppress.js';
import { Digests } from '../digest/digests.js';
import type { TickFacts } from '../facts/facts.js';
import { IncidentBook } from '../incidents/book.js';
import type { Incident } from '../incidents/incident.js';
import { LeadGraph, type Lead } from '../incidents/leads.js';
import type { Policy, Quiet, Rule } from '../policy/policy.js';
import type { Reason } from '../reason.js';
import { PageBudgets } from '../routing/pages.js';
import type { Held, Send } from './send.js';
import type { AlertingState } from './state.js';
import { subjectsOf, type Subjects } from './subjects.js';
import { Teller } from './tell.js';

/** A change of what people see of an alert, and why. */
export interface Transition {
  readonly alert: string;
  readonly from: AlertStatus;
  readonly to: AlertStatus;
  readonly at: number;
  readonly reasons: readonly Reason[];
}

/** What a tick decides. */
export interface Decision {
  readonly state: AlertingState;
  /** Incidents that are new or have changed. */
  readonly incidents: readonly Incident[];
  readonly transitions: readonly Transition[];
  readonly sends: readonly Send[];
  /** What was not sent as a message of its own, and why. */
  readonly held: readonly Held[];
  /** When time alone changes something next, in milliseconds since 1970; null if nothing waits. */
  readonly nextAt: number | null;
}

/**
 * One tick: what follows from the policy, the state before and the facts. A pure function: the same three give the same
 * decision, so a tick that is done twice decides once, and a replay sends what was sent.
 *
 * @param leads who goes before whom, as learned by `learnLeads`; without any, incidents form by labels alone.
 * @throws DqsError `invalid-argument` if the facts are from before the state.
 */
export function decideTick(
  policy: Policy,
  before: AlertingState,
  facts: TickFacts,
  leads: readonly Lead[] = [],
): Decision {
  const { at } = facts;
  if (before.at !== null && at < before.at) {
    throw new DqsError(
      'invalid-argument',
      `expected facts of ${new Date(before.at).toISOString()} or later, got ${new Date(at).toISOString()}`,
    );
  }
  const subjects = subjectsOf(facts);
  const earlier = new Map(before.alerts.map((one) => [one.key, one]));
  const alerts = advanceAll(policy, subjects, earlier, at);
  const quiets = quietsOf(policy, facts);
  const suppressed = suppressAll(
    policy,
    alerts,
    subjects,
    quiets.filter(({ holdsAt }) => holdsAt(at)),
  );
  const book = new IncidentBook(policy.incidents, before.incidents, new LeadGraph(leads), at);
  const incidents = withInhibited(book.take(suppressed), suppressed);
  const budgets = new PageBudgets(policy, before.pages, at);
  const digests = new Digests(policy, before.digests, at);
  const told = new Teller(policy, at, suppressed, budgets, digests).tell(incidents);
  const sends = [...told.sends, ...digests.due(ownersOf(facts))];
  const known = new Set(before.incidents);
  return {
    state: {
      at,
      alerts: [...suppressed.values()],
      incidents: neededOnes(told.incidents, policy, at),
      pages: budgets.pages,
      digests: digests.states,
    },
    incidents: told.incidents.filter((one) => !known.has(one)),
    transitions: transitionsOf(earlier, suppressed, at),
    sends,
    held: told.held,
    nextAt: nextOf(
      policy,
      suppressed,
      [...told.timers, digests.nextAt(), nextQuietChange(quiets, suppressed.values(), at)],
      at,
    ),
  };
}

/** Every rule asked about every subject. An alert whose subject is not among the facts stays as it is, unknown. */
function advanceAll(
  policy: Policy,
  subjects: Subjects,
  earlier: ReadonlyMap<string, Alert>,
  at: number,
): ReadonlyMap<string, Alert> {
  const alerts = new Map<string, Alert>();
  for (const rule of policy.rules) {
    const asked = new Set<string>();
    for (const observed of subjects[rule.level]) {
      asked.add(observed.id);
      const key = alertKey(rule.id, observed.id);
      const alert = advance(rule, observed, earlier.get(key), at);
      if (alert) alerts.set(key, alert);
    }
    for (const alert of earlier.values()) {
      if (alert.rule !== rule.id || asked.has(alert.subject) || alert.phase === 'resolved') continue;
      alerts.set(alert.key, alert.known ? { ...alert, known: false } : alert);
    }
  }
  return alerts;
}

/** Who may tell. Those that speak for others are looked at first, so that a silent source inhibits in the same tick. */
function suppressAll(
  policy: Policy,
  alerts: ReadonlyMap<string, Alert>,
  subjects: Subjects,
  quiets: readonly Quiet[],
): ReadonlyMap<string, Alert> {
  const rules = new Map(policy.rules.map((one) => [one.id, one]));
  const observed = observedOf(policy, alerts, subjects);
  const own = new Map<string, Alert>();
  for (const [key, alert] of alerts) {
    const suppressed = isActive(alert)
      ? ownSuppression(alert, rules.get(alert.rule)!, observed.get(key), quiets)
      : null;
    own.set(key, isSameSuppression(alert, suppressed) ? alert : { ...alert, suppressed });
  }
  const inhibitors = new Inhibitors(policy.rules, own.values());
  for (const [key, alert] of own) {
    const by = isActive(alert) && alert.suppressed === null ? inhibitors.of(alert) : undefined;
    if (by !== undefined)
      own.set(key, { ...alert, suppressed: { by: 'inhibition', why: `${by} speaks for it`, alert: by } });
  }
  return own;
}

function observedOf(
  policy: Policy,
  alerts: ReadonlyMap<string, Alert>,
  subjects: Subjects,
): ReadonlyMap<string, Observed> {
  const found = new Map<string, Observed>();
  if (alerts.size === 0) return found;
  for (const rule of policy.rules) {
    for (const one of subjects[rule.level]) {
      const key = alertKey(rule.id, one.id);
      if (alerts.has(key)) found.set(key, one);
    }
  }
  return found;
}

function isSameSuppression({ suppressed: before }: Alert, after: Alert['suppressed']): boolean {
  if (before === null || after === null) return before === after;
  return before.by === after.by && before.why === after.why && before.alert === after.alert;
}

/** How many alerts the members of each incident speak for. */
function withInhibited(incidents: readonly Incident[], alerts: ReadonlyMap<string, Alert>): readonly Incident[] {
  const count = new Map<string, number>();
  for (const { suppressed } of alerts.values()) {
    if (suppressed?.alert !== undefined) count.set(suppressed.alert, (count.get(suppressed.alert) ?? 0) + 1);
  }
  return incidents.map((incident) => {
    const inhibited = incident.members.reduce((sum, { alert }) => sum + (count.get(alert) ?? 0), 0);
    return incident.state === 'resolved' || inhibited === incident.inhibited ? incident : { ...incident, inhibited };
  });
}

/** Incidents that are open, may open again, have an end to tell, hold what a person settled, or take part in an undo. */
function neededOnes(incidents: readonly Incident[], { incidents: rules }: Policy, at: number): readonly Incident[] {
  const open = incidents.filter(({ state }) => state !== 'resolved');
  const [ids, homes] = [new Set(open.map(({ id }) => id)), new Set(open.map(({ splitFrom }) => splitFrom))];
  return incidents.filter(({ id, state, resolution, told, settled, mergedInto }) => {
    if (state !== 'resolved' || settled.length > 0 || told.some((one) => one.open)) return true;
    if (homes.has(id) || (mergedInto !== null && ids.has(mergedInto))) return true;
    return resolution !== null && resolution.at > at - rules.reopenWithinMs;
  });
}

function transitionsOf(
  earlier: ReadonlyMap<string, Alert>,
  later: ReadonlyMap<string, Alert>,
  at: number,
): readonly Transition[] {
  const found: Transition[] = [];
  for (const [key, alert] of later) {
    const before = earlier.get(key);
    const [from, to] = [before ? statusOf(before) : 'inactive', statusOf(alert)];
    if (from !== to) found.push({ alert: key, from, to, at, reasons: alert.reasons });
  }
  for (const [key, alert] of earlier) {
    // What resolved in the tick before has been told of; what was pending leaves without having fired.
    if (later.has(key) || alert.phase === 'resolved') continue;
    found.push({ alert: key, from: statusOf(alert), to: 'inactive', at, reasons: alert.reasons });
  }
  return found;
}

function nextOf(
  { rules }: Policy,
  alerts: ReadonlyMap<string, Alert>,
  timers: readonly (number | undefined)[],
  at: number,
): number | null {
  const byId = new Map<string, Rule>(rules.map((one) => [one.id, one]));
  let next = Infinity;
  for (const time of timers) if (time !== undefined && time > at) next = Math.min(next, time);
  for (const alert of alerts.values()) {
    const time = timerOf(byId.get(alert.rule)!, alert);
    if (time !== undefined && time > at) next = Math.min(next, time);
  }
  return Number.isFinite(next) ? next : null;
}

function ownersOf({ series }: TickFacts): readonly string[] {
  const owners = new Set<string>();
  for (const { labels } of series) if (labels.owner !== undefined) owners.add(labels.owner);
  return [...owners];
}
