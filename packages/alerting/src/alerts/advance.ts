import type { Span } from '@dqs/core/calendar';

import type { Subject } from '../expressions/vocabulary.js';
import type { Rule } from '../policy/policy.js';
import type { Reason } from '../reason.js';
import { type Alert, graver, type Labels, type Severity } from './alert.js';

/** A subject of a rule in a tick. */
export interface Observed extends Subject {
  readonly id: string;
  readonly labels: Labels;
  /** Whether the judged day has an observation that `for` and `keep_firing` count. */
  readonly hasResult: boolean;
  /** What an alert about it costs: importance × probability that the trouble is real. */
  readonly costOf: (rule: Rule) => number;
}

/** The key of an alert. Ids of rules hold no slash. */
export function alertKey(rule: string, subject: string): string {
  return `${rule}/${subject}`;
}

/**
 * The alert after a tick: a pure function of the one before, the rule and the subject's facts. With the same facts again
 * it is the same again but for what time alone decides.
 *
 * @returns undefined while nothing is wrong: an alert is kept from pending until the tick after it resolved.
 */
export function advance(rule: Rule, observed: Observed, before: Alert | undefined, at: number): Alert | undefined {
  const earlier = before?.phase === 'resolved' ? undefined : before;
  const holds = rule.when.holds(observed);
  if (earlier === undefined) return holds === true ? begun(rule, observed, at) : undefined;
  if (holds === undefined) return earlier.known ? { ...earlier, known: false } : earlier;
  const counted = countedIn(earlier, observed, rule);
  if (holds) return held(rule, observed, { ...counted, results: 0, goodResults: 0 }, at);
  if (earlier.phase === 'pending') return undefined;
  return quietened(rule, observed, counted, at);
}

/** The alert with the judged day counted, if it has not been. */
function countedIn(before: Alert, observed: Observed, rule: Rule): Alert {
  const isNew = observed.hasResult && (before.observedDay === null || observed.day > before.observedDay);
  const isGood = isCleared(rule, observed) === true;
  return {
    ...before,
    known: true,
    labels: observed.labels,
    cost: rule.when.holds(observed) === true ? observed.costOf(rule) : before.cost,
    observedDay: isNew ? observed.day : before.observedDay,
    held: before.held + (isNew ? 1 : 0),
    results: before.results + (isNew ? 1 : 0),
    goodResults: isNew ? (isGood ? before.goodResults + 1 : 0) : before.goodResults,
  };
}

function begun(rule: Rule, observed: Observed, at: number): Alert {
  const alert: Alert = {
    key: alertKey(rule.id, observed.id),
    rule: rule.id,
    level: rule.level,
    subject: observed.id,
    labels: observed.labels,
    phase: 'pending',
    known: true,
    suppressed: null,
    severity: 'info',
    since: at,
    firedAt: null,
    firedDay: null,
    cost: observed.costOf(rule),
    reasons: [],
    observedDay: observed.hasResult ? observed.day : null,
    held: 1,
    results: 0,
    goodResults: 0,
  };
  return held(rule, observed, alert, at);
}

/** The condition holds: what was pending fires once it has held long enough, what recovered fires on. */
function held(rule: Rule, observed: Observed, alert: Alert, at: number): Alert {
  const reasons: Reason[] = [];
  rule.when.holds(observed, reasons);
  const severity = severityOf(rule, observed, reasons);
  if (alert.phase === 'pending') {
    const isLong = hasLasted(rule.for, at - alert.since, alert.held);
    if (!isLong) return { ...alert, severity, reasons };
    return { ...alert, severity, reasons, phase: 'firing', since: at, firedAt: at, firedDay: observed.day };
  }
  // No less grave before it is over, so that a figure around a limit tells nobody twice.
  const gravest = graver(alert.severity, severity);
  if (alert.phase === 'firing') return { ...alert, severity: gravest, reasons };
  return { ...alert, severity: gravest, reasons, phase: 'firing', since: at };
}

/** The condition does not hold: an alert that fires recovers, and is over once it has been good long enough. */
function quietened(rule: Rule, observed: Observed, alert: Alert, at: number): Alert {
  if (isCleared(rule, observed) !== true) {
    return alert.phase === 'firing' ? alert : { ...alert, phase: 'firing', since: at };
  }
  const since = alert.phase === 'recovering' ? alert.since : at;
  const count = rule.keepFiring?.kind === 'good-results' ? alert.goodResults : alert.results;
  const isOver = hasLasted(rule.keepFiring, at - since, count);
  if (!isOver) return alert.phase === 'recovering' ? alert : { ...alert, phase: 'recovering', since };
  const reasons: Reason[] = [];
  (rule.clear ?? rule.when).holds(observed, reasons);
  return { ...alert, phase: 'resolved', since: at, reasons, suppressed: null };
}

function isCleared(rule: Rule, observed: Observed): boolean | undefined {
  if (rule.clear !== undefined) return rule.clear.holds(observed);
  const holds = rule.when.holds(observed);
  return holds === undefined ? undefined : !holds;
}

function hasLasted(span: Span | undefined, ms: number, count: number): boolean {
  if (span === undefined) return true;
  return span.kind === 'time' ? ms >= span.ms : count >= span.count;
}

/** The first severity whose condition holds; information where none does, or where a missing fact leaves it open. */
function severityOf(rule: Rule, observed: Observed, reasons: Reason[]): Severity {
  if (rule.severity.length === 0) return 'warning';
  for (const { severity, condition } of rule.severity) {
    if (condition.holds(observed, reasons) === true) return severity;
  }
  return 'info';
}

/** When time alone may change the alert next; undefined if it cannot. */
export function timerOf(rule: Rule, alert: Alert): number | undefined {
  const span = alert.phase === 'pending' ? rule.for : alert.phase === 'recovering' ? rule.keepFiring : undefined;
  return span?.kind === 'time' && alert.known ? alert.since + span.ms : undefined;
}
