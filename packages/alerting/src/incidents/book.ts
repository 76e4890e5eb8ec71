import { compareText, MS_PER_HOUR } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

import { areSameLabels, graver, isActive, type Alert } from '../alerts/alert.js';
import type { IncidentRules } from '../policy/policy.js';
import { areSameReasons } from '../reason.js';
import { goesOn } from './changes.js';
import { groupOf } from './group.js';
import { GrowingIncident } from './growing-incident.js';
import type { Incident, IncidentEvent, IncidentMember, JoinReason } from './incident.js';
import type { Lead, LeadGraph } from './leads.js';
import { rankMembers } from './rank.js';

/** Where an alert goes. */
interface Place {
  /** Id of the incident. */
  readonly id: string;
  readonly by: JoinReason;
  readonly lead?: Lead;
}

/** The incidents of a tick while alerts are put into them. What it gives back is new; what it was given stays. */
export class IncidentBook {
  readonly #rules: IncidentRules;
  readonly #leads: LeadGraph;
  readonly #at: number;
  readonly #incidents: Map<string, Incident>;
  /** Those that alerts of this tick have joined; they stand among the incidents when all have. */
  readonly #growing = new Map<string, GrowingIncident>();
  /** Of open incidents: their alerts, and where a group or a subject is. */
  readonly #alerts = new Set<string>();
  readonly #byGroup = new Map<string, string>();
  readonly #bySubject = new Map<string, string>();
  #recent: ReadonlyMap<string, string> | undefined;

  constructor(rules: IncidentRules, incidents: readonly Incident[], leads: LeadGraph, at: number) {
    this.#rules = rules;
    this.#leads = leads;
    this.#at = at;
    this.#incidents = new Map(incidents.map((one) => [one.id, one]));
    for (const incident of incidents) if (incident.state !== 'resolved') this.#index(incident.id, incident.members);
  }

  /** Brings the incidents to what their alerts are now, and puts those that are new into one. */
  take(alerts: ReadonlyMap<string, Alert>): readonly Incident[] {
    for (const incident of this.#incidents.values()) this.#follow(incident, alerts);
    const tellable = [...alerts.values()].filter((one) => isActive(one) && one.known && one.suppressed === null);
    const settled = new Set([...this.#incidents.values()].flatMap((one) => one.settled));
    const fresh = tellable.filter(({ key }) => !this.#alerts.has(key) && !settled.has(key));
    for (const alert of this.#leadersFirst(fresh)) this.#place(alert);
    for (const [id, incident] of this.#growing) this.#incidents.set(id, incident.whole(this.#leads));
    for (const incident of this.#incidents.values()) this.#close(incident);
    return [...this.#incidents.values()];
  }

  /** Members as their alerts are now. */
  #follow(incident: Incident, alerts: ReadonlyMap<string, Alert>): void {
    if (incident.state === 'resolved') {
      const settled = incident.settled.filter((key) => isStill(alerts.get(key)));
      if (settled.length < incident.settled.length) this.#incidents.set(incident.id, { ...incident, settled });
      return;
    }
    const events: IncidentEvent[] = [];
    const members = incident.members.map((member) => this.#followed(member, alerts.get(member.alert), events));
    if (members.every((member, i) => member === incident.members[i])) return;
    this.#save({ ...incident, members, events: [...incident.events, ...events] });
  }

  #followed(member: IncidentMember, alert: Alert | undefined, events: IncidentEvent[]): IncidentMember {
    if (!isStill(alert)) {
      if (member.resolvedAt !== null) return member;
      events.push({ at: this.#at, kind: 'member-resolved', text: `${member.alert} is over` });
      return { ...member, resolvedAt: this.#at };
    }
    if (member.resolvedAt !== null) {
      if (alert!.suppressed !== null) return member;
      events.push({ at: this.#at, kind: 'joined', text: `${member.alert} fires again` });
      return { ...memberOf(alert!, 'again', member.group), ledBy: member.ledBy, movedFrom: member.movedFrom };
    }
    const { cost, reasons, labels } = alert!;
    const severity = graver(member.severity, alert!.severity);
    // What a store has kept is equal, not identical.
    const isSame = severity === member.severity && cost === member.cost && areSameReasons(reasons, member.reasons);
    return isSame && areSameLabels(labels, member.labels) ? member : { ...member, severity, cost, reasons, labels };
  }

  /** What nothing new leads comes before what it may lead, so that what follows finds it. */
  #leadersFirst(alerts: readonly Alert[]): readonly Alert[] {
    const subjects = new Set(alerts.map(({ subject }) => subject));
    const led = ({ subject }: Alert) => this.#leads.leadersOf(subject).filter(({ from }) => subjects.has(from)).length;
    const count = new Map(alerts.map((one) => [one.key, led(one)]));
    return [...alerts].sort(
      (a, b) => a.firedDay! - b.firedDay! || count.get(a.key)! - count.get(b.key)! || compareText(a.key, b.key),
    );
  }

  #place(alert: Alert): void {
    const group = groupOf(alert, this.#rules.groupBy);
    const place = this.#byGroupOf(group) ?? this.#byLeadOf(alert) ?? this.#again(alert, group);
    if (place === undefined) {
      this.#open(alert, group);
      return;
    }
    const { id, by, lead } = place;
    const ledBy = lead ? { subject: lead.from, lag: lead.lag, q: lead.q } : null;
    const isReopened = this.#incidents.get(id)!.state === 'resolved';
    if (isReopened) this.#reopen(id, alert.key);
    const event = isReopened
      ? ({ kind: 'reopened', text: `${alert.key} fires again` } as const)
      : ({ kind: 'joined', text: `${alert.key} joined${lead ? `: ${leadText(lead)}` : ''}` } as const);
    const member = { ...memberOf(alert, by, group), ledBy };
    this.#growingOf(id).join(member, { at: this.#at, ...event });
    this.#index(id, [member]);
  }

  /** Opens an incident again for an alert, which joins it as what it is now. */
  #reopen(id: string, alert: string): void {
    const before = this.#incidents.get(id)!;
    const reopened = before.reopened + 1;
    this.#incidents.set(id, { ...goesOn(before), reopened });
    this.#index(
      id,
      before.members.filter((one) => one.alert !== alert),
    );
  }

  #growingOf(id: string): GrowingIncident {
    const known = this.#growing.get(id);
    if (known) return known;
    const growing = new GrowingIncident(this.#incidents.get(id)!);
    this.#growing.set(id, growing);
    return growing;
  }

  #byGroupOf(group: string): Place | undefined {
    const id = this.#byGroup.get(group);
    return id === undefined ? undefined : { id, by: 'group' };
  }

  #byLeadOf({ subject, firedDay, labels }: Alert): Place | undefined {
    const most = this.#rules.leadLag?.maxDays ?? 0;
    for (const lead of this.#leads.leadersOf(subject)) {
      const id = this.#bySubject.get(lead.from);
      const leader = id === undefined ? undefined : this.#growingOf(id).firstOf(lead.from);
      if (id === undefined || !leader || leader.labels.tenant !== labels.tenant) continue;
      const days = firedDay! - leader.day;
      if (days >= 0 && days <= most) return { id, by: 'lead', lead };
    }
    return undefined;
  }

  /** An incident that ended a short time ago, if it held the alert or its group. */
  #again(alert: Alert, group: string): Place | undefined {
    this.#recent ??= recentOf(this.#incidents.values(), this.#at - this.#rules.reopenWithinMs);
    const id = this.#recent.get(`alert ${alert.key}`) ?? this.#recent.get(`group ${group}`);
    if (id === undefined) return undefined;
    // Another alert of this tick may have opened it, and a person may have moved its members since.
    return this.#incidents.get(id)!.state === 'resolved' ? { id, by: 'again' } : undefined;
  }

  #open(alert: Alert, group: string): void {
    this.#save({
      id: incidentId(alert.key, this.#at),
      state: 'open',
      severity: alert.severity,
      group,
      openedAt: this.#at,
      members: [memberOf(alert, 'first', group)],
      inhibited: 0,
      acknowledgedBy: null,
      resolution: null,
      reopened: 0,
      mergedInto: null,
      splitFrom: null,
      settled: [],
      told: [],
      events: [{ at: this.#at, kind: 'opened', text: `${alert.key} fires` }],
    });
  }

  #close(incident: Incident): void {
    const current = this.#incidents.get(incident.id)!;
    if (current.state === 'resolved' || current.members.some(({ resolvedAt }) => resolvedAt === null)) return;
    const hours = Math.round((this.#at - current.openedAt) / MS_PER_HOUR);
    this.#incidents.set(current.id, {
      ...current,
      state: 'resolved',
      resolution: { reason: 'recovered', by: 'policy', at: this.#at },
      events: [...current.events, { at: this.#at, kind: 'resolved', text: `all alerts are over after ${hours} h` }],
    });
  }

  /** Keeps an incident that has changed: its members by rank, its severity no less than before. */
  #save(incident: Incident): void {
    const members = rankMembers(incident.members, this.#leads, incident.root);
    const severity = members.reduce((gravest, one) => graver(gravest, one.severity), incident.severity);
    const isWorse = severity !== incident.severity;
    const event: IncidentEvent = { at: this.#at, kind: 'severity', text: `${incident.severity} became ${severity}` };
    const saved = { ...incident, members, severity, events: isWorse ? [...incident.events, event] : incident.events };
    this.#incidents.set(saved.id, saved);
    if (saved.state !== 'resolved') this.#index(saved.id, members);
  }

  #index(id: string, members: readonly IncidentMember[]): void {
    for (const { alert, subject, group, resolvedAt } of members) {
      this.#alerts.add(alert);
      if (resolvedAt !== null) continue;
      if (!this.#byGroup.has(group)) this.#byGroup.set(group, id);
      if (!this.#bySubject.has(subject)) this.#bySubject.set(subject, id);
    }
  }
}

function leadText({ from, lag, q }: Lead): string {
  return `${from} leads it by ${lag} d (q = ${q})`;
}

/** The id of an incident: the same in every replay. */
export function incidentId(alert: string, at: number): string {
  return `inc-${sha256(`${alert}\n${at}`).slice(0, 12)}`;
}

/** Incidents that ended since an instant, the last one of each alert and each group. */
function recentOf(incidents: Iterable<Incident>, since: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const ended = [...incidents].filter(({ state, mergedInto, resolution }) => {
    return state === 'resolved' && mergedInto === null && resolution !== null && resolution.at > since;
  });
  for (const { id, members } of ended.sort((a, b) => a.resolution!.at - b.resolution!.at)) {
    for (const { alert, group } of members) {
      found.set(`alert ${alert}`, id);
      found.set(`group ${group}`, id);
    }
  }
  return found;
}

function isStill(alert: Alert | undefined): boolean {
  return alert !== undefined && isActive(alert);
}

function memberOf(alert: Alert, joinedBy: JoinReason, group: string): IncidentMember {
  return {
    alert: alert.key,
    rule: alert.rule,
    level: alert.level,
    subject: alert.subject,
    labels: alert.labels,
    severity: alert.severity,
    cost: alert.cost,
    reasons: alert.reasons,
    firedAt: alert.firedAt!,
    day: alert.firedDay!,
    joinedBy,
    group,
    ledBy: null,
    resolvedAt: null,
    movedFrom: null,
  };
}
