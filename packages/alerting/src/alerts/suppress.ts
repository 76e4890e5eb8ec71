import { formatDay } from '@dqs/core';

import { judgedDay, percentageOf, resultOf, type DayResult, type SeriesFacts, type TickFacts } from '../facts/facts.js';
import { quietOf } from '../policy/compile-quiets.js';
import type { GroupLabel, Policy, Quiet, Requirement, Rule } from '../policy/policy.js';
import type { Reason } from '../reason.js';
import type { Observed } from './advance.js';
import { isActive, type Alert, type Labels, type Suppression } from './alert.js';

/** What keeps an alert by itself from telling anyone: a rule on trial, a requirement, a silence, a window, a mark. */
export function ownSuppression(
  alert: Alert,
  rule: Rule,
  observed: Observed | undefined,
  quiets: readonly Quiet[],
): Suppression | null {
  if (rule.dryRun) return { by: 'dry-run', why: `rule ${rule.id} is on trial: dry_run` };
  const unmet = observed === undefined ? undefined : unmetRequirement(rule, observed);
  if (unmet !== undefined) return { by: 'requirement', why: unmet };
  const quiet = quiets.find((one) => one.matches(alert));
  if (quiet !== undefined) return { by: quiet.kind, why: quiet.why };
  const mark = rule.level === 'series' && observed ? markOf(alert, rule, observed) : undefined;
  return mark === undefined ? null : { by: 'mark', why: mark };
}

/** The silences and windows of the policy and of people. */
export function quietsOf({ quiets }: Policy, { silences = [] }: Pick<TickFacts, 'silences'>): readonly Quiet[] {
  return silences.length === 0 ? quiets : [...quiets, ...silences.map(quietOf)];
}

/** When a quiet that matters now begins or ends next: none does while nothing fires. */
export function nextQuietChange(quiets: readonly Quiet[], alerts: Iterable<Alert>, at: number): number | undefined {
  const active = [...alerts].filter(isActive);
  const times = quiets
    .filter(({ matches, holdsAt }) => holdsAt(at) && active.some(matches))
    .map(({ changesAfter }) => changesAfter(at) ?? Infinity);
  const next = Math.min(...times, Infinity);
  return Number.isFinite(next) ? next : undefined;
}

/** The first requirement that is not met, in words; a missing fact has not been shown. */
function unmetRequirement(rule: Rule, observed: Observed): string | undefined {
  for (const requirement of rule.requires) {
    const reasons = requirementReasons(requirement, observed);
    const failed = reasons.find(({ verdict }) => verdict !== 'met');
    if (failed && !isMet(requirement, observed)) {
      return `requires ${failed.check}: ${shown(failed.observed)} of ${shown(failed.limit)}`;
    }
  }
  return undefined;
}

function shown(value: Reason['observed']): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(3))) : String(value ?? 'unknown');
}

function isMet(requirement: Requirement, observed: Observed): boolean {
  if (requirement.kind === 'condition') return requirement.condition.holds(observed) === true;
  return executionsOf(observed, requirement.quota.days) >= requirement.quota.count;
}

/** What a requirement looks at. */
export function requirementReasons(requirement: Requirement, observed: Observed): readonly Reason[] {
  const reasons: Reason[] = [];
  if (requirement.kind === 'condition') requirement.condition.holds(observed, reasons);
  else {
    const { count, days } = requirement.quota;
    const executions = executionsOf(observed, days);
    const verdict = executions >= count ? 'met' : 'not-met';
    reasons.push({ check: `min_executions ${count}/${days}d`, observed: executions, limit: count, verdict });
  }
  return reasons;
}

function executionsOf({ facts, day }: Observed, days: number): number {
  const results: readonly DayResult[] = (facts as SeriesFacts).results;
  let executions = 0;
  for (let i = results.length - 1; i >= 0 && results[i]!.day > day - days; i -= 1) {
    if (results[i]!.day <= day) executions += results[i]!.passes + results[i]!.fails;
  }
  return executions;
}

/** A person's word that this was to be expected; it holds until the alert is over, or until it gets worse than said. */
function markOf(alert: Alert, rule: Rule, observed: Observed): string | undefined {
  const facts = observed.facts as SeriesFacts;
  const mark = facts.marks?.findLast(
    ({ kind, day }) => kind.startsWith('expected') && alert.firedDay !== null && day >= alert.firedDay,
  );
  if (mark === undefined) return undefined;
  const level = levelOf(facts, judgedDay(facts, observed), rule.isForecast);
  if (mark.kind === 'expected-until' && mark.below !== undefined && level !== undefined && level < mark.below)
    return undefined;
  return `marked as expected by ${mark.by} on ${formatDay(mark.day)}`;
}

function levelOf(facts: SeriesFacts, day: number, isForecast: boolean): number | undefined {
  if (isForecast) return facts.forecast?.expected;
  return percentageOf(resultOf(facts.results, day));
}

/** Alerts that speak for others, to be asked for each of those. */
export class Inhibitors {
  /** By rule that is inhibited: what to be equal in, and who inhibits by those values. */
  readonly #byRule = new Map<string, { readonly equal: readonly GroupLabel[]; readonly by: Map<string, string> }[]>();

  constructor(rules: readonly Rule[], alerts: Iterable<Alert>) {
    const speaking = new Map<string, Alert[]>();
    for (const alert of alerts) {
      if (!isActive(alert) || alert.suppressed?.by === 'dry-run') continue;
      const list = speaking.get(alert.rule);
      if (list) list.push(alert);
      else speaking.set(alert.rule, [alert]);
    }
    for (const rule of rules) if (rule.inhibits) this.#add(rule.inhibits, speaking.get(rule.id) ?? []);
  }

  #add({ rules, equal }: NonNullable<Rule['inhibits']>, alerts: readonly Alert[]): void {
    const by = new Map<string, string>();
    for (const alert of alerts) {
      const values = valuesOf(alert.labels, equal);
      if (values !== undefined) by.set(values, alert.key);
    }
    if (by.size === 0) return;
    for (const rule of rules) {
      const list = this.#byRule.get(rule) ?? [];
      list.push({ equal, by });
      this.#byRule.set(rule, list);
    }
  }

  /** The key of the alert that speaks for another; undefined if none does. */
  of(alert: Alert): string | undefined {
    for (const { equal, by } of this.#byRule.get(alert.rule) ?? []) {
      const values = valuesOf(alert.labels, equal);
      const inhibitor = values === undefined ? undefined : by.get(values);
      if (inhibitor !== undefined) return inhibitor;
    }
    return undefined;
  }
}

/** The values of labels as one text; undefined where one is missing, which equals nothing. */
function valuesOf(labels: Labels, names: readonly GroupLabel[]): string | undefined {
  const values = names.map((name) => labels[name]);
  return values.every((value) => value !== undefined) ? JSON.stringify(values) : undefined;
}
