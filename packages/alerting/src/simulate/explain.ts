import { didYouMean, DqsError } from '@dqs/core';

import { alertKey, type Observed } from '../alerts/advance.js';
import { statusOf, type AlertStatus, type Severity, type Suppression } from '../alerts/alert.js';
import { requirementReasons } from '../alerts/suppress.js';
import { decideTick } from '../decide/decide.js';
import type { Held, Send } from '../decide/send.js';
import type { AlertingState } from '../decide/state.js';
import { subjectsOf } from '../decide/subjects.js';
import type { TickFacts } from '../facts/facts.js';
import type { Lead } from '../incidents/leads.js';
import type { Policy, Rule } from '../policy/policy.js';
import type { Reason } from '../reason.js';
import { routesOf, type Routed } from '../routing/route.js';

/** What one rule makes of a series on a day, and why. */
export interface ExplainedRule {
  readonly rule: string;
  readonly status: AlertStatus;
  /** Whether its condition holds; null where a missing fact leaves it open. */
  readonly holds: boolean | null;
  readonly when: readonly Reason[];
  readonly clear: readonly Reason[];
  readonly requires: readonly Reason[];
  readonly severity: Severity | null;
  /** Why it tells nobody although it fires. */
  readonly suppressed: Suppression | null;
  /** Who is told of such an alert, and by which line of the policy. */
  readonly routes: readonly Routed[];
  readonly incident: string | null;
  readonly sends: readonly Send[];
  readonly held: readonly Held[];
}

/** What a policy makes of a series in a tick. */
export interface Explanation {
  readonly series: string;
  readonly day: number;
  readonly rules: readonly ExplainedRule[];
}

/**
 * Why a series tells, or does not tell, someone in a tick: every rule with what it looked at, found and compared with.
 *
 * @throws DqsError `series-unknown` if the facts hold no such series.
 */
export function explain(
  policy: Policy,
  before: AlertingState,
  facts: TickFacts,
  series: string,
  leads: readonly Lead[] = [],
): Explanation {
  const observed = subjectsOf(facts).series.find(({ id }) => id === series);
  if (observed === undefined) {
    const hint = didYouMean(
      series,
      facts.series.slice(0, 1000).map(({ id }) => id),
    );
    throw new DqsError('series-unknown', `expected a series of the facts, got "${series}"${hint}`);
  }
  const decision = decideTick(policy, before, facts, leads);
  const rules = policy.rules.filter(({ level }) => level === 'series');
  return { series, day: observed.day, rules: rules.map((rule) => explainRule(rule, policy, observed, decision)) };
}

function explainRule(
  rule: Rule,
  policy: Policy,
  observed: Observed,
  decision: ReturnType<typeof decideTick>,
): ExplainedRule {
  const key = alertKey(rule.id, observed.id);
  const alert = decision.state.alerts.find((one) => one.key === key);
  const incident = decision.state.incidents.find(
    (one) => one.state !== 'resolved' && one.members.some((member) => member.alert === key),
  );
  const [when, clear]: [Reason[], Reason[]] = [[], []];
  const holds = rule.when.holds(observed, when) ?? null;
  rule.clear?.holds(observed, clear);
  const { level } = rule;
  const severity = alert?.severity ?? null;
  const isOf = (one: { readonly incident: string | null }) => incident !== undefined && one.incident === incident.id;
  return {
    rule: rule.id,
    status: alert ? statusOf(alert) : holds === null ? 'unknown' : 'inactive',
    holds,
    when,
    clear,
    requires: rule.requires.flatMap((one) => requirementReasons(one, observed)),
    severity,
    suppressed: alert?.suppressed ?? null,
    routes:
      severity === null ? [] : routesOf(policy.routes, { labels: observed.labels, rule: rule.id, level, severity }),
    incident: incident?.id ?? null,
    sends: decision.sends.filter(isOf),
    held: decision.held.filter(isOf),
  };
}
