import type { RuleCatalogue, RuleMetadata, SeriesFact } from '@dqs/core';

/**
 * Metadata of rules: what a file says of them, and of the others what tools tell. Of a rule of several datasets the first
 * that has a description speaks.
 */
export function withToldRules(rules: RuleCatalogue, facts: readonly SeriesFact[]): RuleCatalogue {
  if (facts.length === 0) return rules;
  const told = new Map<string, RuleMetadata>();
  for (const fact of facts) {
    const known = told.get(fact.ruleCode);
    if (known === undefined || (known.ruleDescription === '' && describe(fact) !== '')) {
      told.set(fact.ruleCode, metadataOf(fact));
    }
  }
  return new Map([...told, ...rules]);
}

function metadataOf(fact: SeriesFact): RuleMetadata {
  return {
    ruleName: fact.ruleCode,
    ruleType: fact.tool ?? '',
    dimension: '',
    ruleDescription: describe(fact),
    category: '',
  };
}

/** `Every order has an id. (severity error; owner ann; tags finance, nightly)` */
function describe({ description = '', severity, owner, tags = [] }: SeriesFact): string {
  const parts = [
    severity === undefined ? '' : `severity ${severity}`,
    owner === undefined ? '' : `owner ${owner}`,
    tags.length === 0 ? '' : `tags ${tags.join(', ')}`,
  ].filter((part) => part !== '');
  return [description, parts.length === 0 ? '' : `(${parts.join('; ')})`].filter((part) => part !== '').join(' ');
}
