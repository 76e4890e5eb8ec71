import { didYouMean, DqsError } from '@dqs/core';
import type { Problems } from '@dqs/core/yaml';

import { SEVERITIES, type Level } from '../alerts/alert.js';
import { FORECAST_NAMES } from '../expressions/series-vocabulary.js';
import { compileCondition, type Condition } from '../expressions/compile.js';
import type { ConditionText } from './condition-text.js';
import type { Requirement, Rule } from './policy.js';
import type { RuleDocument } from './rule-shape.js';

/** The rules of a policy, ready to be asked; ids that are there twice or not at all are noted. */
export function compileRules(documents: readonly RuleDocument[], problems: Problems): readonly Rule[] {
  const ids = new Map<string, RuleDocument>();
  for (const rule of documents) {
    const before = ids.get(rule.id);
    if (before)
      problems.addAt(rule.place, `expected each id once, got ${rule.id}, which line ${before.place.line} has too`);
    ids.set(rule.id, rule);
  }
  return documents.map((rule) => compileRule(rule, ids, problems));
}

function compileRule(rule: RuleDocument, ids: ReadonlyMap<string, RuleDocument>, problems: Problems): Rule {
  const { level } = rule;
  const compiled = (text: ConditionText) => conditionOf(text, level);
  if (rule.for?.kind === 'good-results') {
    problems.addAt(
      rule.place,
      'expected for: a length of time or a number of results, got good results; an alert fires after bad ones',
    );
  }
  const when = compiled(rule.when);
  return {
    id: rule.id,
    level,
    when,
    clear: rule.clear && compiled(rule.clear),
    for: rule.for,
    keepFiring: rule.keep_firing,
    requires: rule.requires.map((one) => requirementOf(one, rule, problems)),
    severity: [...SEVERITIES].reverse().flatMap((severity) => {
      const text = rule.severity?.[severity];
      return text ? [{ severity, condition: compiled(text) }] : [];
    }),
    inhibits: rule.inhibits && inhibitsOf(rule, rule.inhibits, ids, problems),
    dryRun: rule.dry_run,
    isForecast: level === 'series' && FORECAST_NAMES.some((name) => when.uses.has(name)),
    place: rule.place,
    placesOf: { when: rule.when.placeOf, clear: rule.clear?.placeOf ?? rule.when.placeOf },
  };
}

function requirementOf(one: RuleDocument['requires'][number], rule: RuleDocument, problems: Problems): Requirement {
  if (!('min_executions' in one)) {
    return { kind: 'condition', condition: conditionOf(one, rule.level) };
  }
  if (rule.level !== 'series') {
    problems.addAt(
      one.place,
      `expected min_executions in rules of level series, got one in a rule of level ${rule.level}; leave it out`,
    );
  }
  return { kind: 'executions', quota: one.min_executions };
}

function inhibitsOf(
  rule: RuleDocument,
  { rules, equal }: NonNullable<RuleDocument['inhibits']>,
  ids: ReadonlyMap<string, RuleDocument>,
  problems: Problems,
): Rule['inhibits'] {
  for (const { value, place } of rules) {
    if (value === rule.id) problems.addAt(place, `expected other rules in inhibits, got the rule itself`);
    else if (!ids.has(value)) {
      problems.addAt(place, `expected the id of a rule in inhibits, got "${value}"${didYouMean(value, ids.keys())}`);
    }
  }
  return { rules: rules.map(({ value }) => value), equal };
}

/** What is wrong with the expressions of a rule, which depends on its level, is noted at its place. */
export function checkConditions(rule: RuleDocument, problems: Problems): void {
  const requirements = rule.requires.flatMap((one) => ('min_executions' in one ? [] : [one]));
  const severities = SEVERITIES.map((severity) => rule.severity?.[severity]);
  for (const text of [rule.when, rule.clear, ...requirements, ...severities]) {
    const condition = text && compileCondition(text.text, rule.level);
    if (condition && 'problem' in condition) problems.addAt(text.placeOf(condition.at), condition.problem);
  }
}

function conditionOf({ text }: ConditionText, level: Level): Condition {
  const condition = compileCondition(text, level);
  if (!('problem' in condition)) return condition;
  throw new DqsError('internal', `expected a condition that has been checked, got "${text}": ${condition.problem}`);
}
