import { globMatcher } from '@dqs/core/catalog';
import { choice, oneOrMore, optional, record, type RecordOf, text } from '@dqs/core/yaml';

import { type Labels, type Level, LEVELS, SEVERITIES, type Severity } from '../alerts/alert.js';
import type { SilenceField, SilenceMatch } from '../facts/facts.js';

const MAX_PATTERN = 500;
const pattern = (what: string) =>
  optional(oneOrMore(`patterns for ${what}`, text(`a pattern for ${what}`, MAX_PATTERN)));

const FIELDS = {
  severity: optional(oneOrMore('severities', choice('a severity', SEVERITIES))),
  level: optional(oneOrMore('levels', choice('a level', LEVELS))),
  alert: pattern('the id of a rule of the policy'),
  owner: pattern('an owner'),
  source: pattern('a source'),
  tenant: pattern('a tenant'),
  dataset: pattern('a dataset, by uuid or name'),
  rule: pattern('the rule code of a series'),
  attribute: pattern('an attribute'),
  model: pattern('a model'),
  tags: pattern('a tag'),
} as const satisfies Record<SilenceField, unknown>;

/** What a route, silence or window is about: each field that is given has to match, with one of its patterns. */
export const MATCH = record('match', FIELDS);
/** A read {@link MATCH}. */
export type Match = RecordOf<typeof FIELDS>;
/** What a silence may match on. */
export const SILENCE_FIELDS = Object.keys(FIELDS) as readonly SilenceField[];

/** What is matched. */
export interface Matchable {
  readonly labels: Labels;
  readonly rule: string;
  readonly level: Level;
  readonly severity: Severity;
}

/** The patterns of a match by field. */
export function patternsOf(match: Match): ReadonlyMap<string, readonly string[]> {
  return new Map(
    SILENCE_FIELDS.flatMap((name) => (match[name] ? [[name, match[name] as readonly string[]] as const] : [])),
  );
}

/** A match as a test; without fields everything matches. */
export function matcherOf(match: SilenceMatch | undefined): (of: Matchable) => boolean {
  if (match === undefined) return () => true;
  const tests = SILENCE_FIELDS.flatMap((name) => {
    const patterns = match[name];
    if (patterns === undefined) return [];
    const matchers = patterns.map(globMatcher);
    return [(of: Matchable) => textsOf(of, name).some((one) => matchers.some((matches) => matches(one)))];
  });
  return (of) => tests.every((test) => test(of));
}

function textsOf({ labels, rule, level, severity }: Matchable, name: SilenceField): readonly string[] {
  switch (name) {
    case 'severity':
      return [severity];
    case 'level':
      return [level];
    case 'alert':
      return [rule];
    case 'tags':
      return labels.tags ?? [];
    case 'dataset':
      return [labels.dataset, labels.datasetName].filter((one) => one !== undefined);
    default:
      return labels[name] === undefined ? [] : [labels[name]];
  }
}
