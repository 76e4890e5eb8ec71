import type { Incident, IncidentMember, Reason } from '@dqs/alerting';
import { parseDay } from '@dqs/core';

/** A Sunday morning. */
export const AT = Date.parse('2026-03-01T08:00:00Z');

export const DAY = parseDay('2026-03-01')!;

export const MINUTE = 60_000;

/** A check of a policy that was met. */
export const REASON: Reason = { check: 'p_below_target >= 0.6', observed: 0.81234567, limit: 0.6, verdict: 'met' };

export function member(changed: Partial<IncidentMember> = {}): IncidentMember {
  return {
    alert: 'will-miss/orders.101',
    rule: 'will-miss',
    level: 'series',
    subject: 'orders · 101',
    labels: { owner: 'team-shop' },
    severity: 'warning',
    cost: 1,
    reasons: [REASON],
    firedAt: AT,
    day: DAY,
    joinedBy: 'first',
    group: 'shop',
    ledBy: null,
    resolvedAt: null,
    movedFrom: null,
    ...changed,
  };
}

/** An open incident of one alert, of which chat was told. */
export function incident(changed: Partial<Incident> = {}): Incident {
  const told = {
    receiver: 'chat',
    at: AT,
    open: true,
    count: 1,
    seen: 1,
    sent: true,
    digest: null,
    results: 0,
    day: DAY,
  };
  return {
    id: 'INC-1',
    state: 'open',
    severity: 'warning',
    group: 'shop',
    openedAt: AT - 30 * MINUTE,
    members: [member()],
    inhibited: 0,
    acknowledgedBy: null,
    resolution: null,
    reopened: 0,
    mergedInto: null,
    splitFrom: null,
    settled: [],
    told: [told],
    events: [{ at: AT, kind: 'opened', text: 'opened' }],
    ...changed,
  } as Incident;
}
