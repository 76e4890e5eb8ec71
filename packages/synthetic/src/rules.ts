import type { Level } from './series.js';

/** A synthetic rule: its name and what it runs on. */
export interface SyntheticRule {
  readonly code: string;
  readonly level: Level;
  readonly attribute: string;
}

const DIMENSIONS = ['Completeness', 'Validity', 'Consistency', 'Timeliness', 'Uniqueness', 'Accuracy'];
const ATTRIBUTES = ['amount', 'currency', 'customer_id', 'booking_date', 'country', 'status', 'price', 'quantity'];
const CATEGORIES = ['C1', 'C2', 'C3', 'C4'];
/** Every fifth rule looks at a dataset as a whole. */
const DATASET_RULE_EVERY = 5;

/** Rules 101, 102, …; every fifth is a DATASET rule. */
export function syntheticRules(count: number): SyntheticRule[] {
  return Array.from({ length: count }, (_, i) => {
    const isDataset = i % DATASET_RULE_EVERY === DATASET_RULE_EVERY - 1;
    return {
      code: String(101 + i),
      level: isDataset ? 'DATASET' : 'ATTRIBUTE',
      attribute: isDataset ? '' : ATTRIBUTES[i % ATTRIBUTES.length]!,
    };
  });
}

/** The metadata of the rules in the form that rule metadata files have: an object by rule code. */
export function ruleMetadata(rules: readonly SyntheticRule[]): Record<string, Record<string, string>> {
  return Object.fromEntries(rules.map((rule, i) => [rule.code, metadataOf(rule, i)]));
}

function metadataOf({ code, level, attribute }: SyntheticRule, index: number): Record<string, string> {
  const dimension = DIMENSIONS[index % DIMENSIONS.length]!;
  const subject = attribute === '' ? 'dataset' : attribute;
  return {
    rule_name: `${subject}_${dimension}_${code}`.toUpperCase(),
    rule_type: level,
    dimension,
    rule_description: `${dimension} of the ${subject} (synthetic)`,
    category: CATEGORIES[index % CATEGORIES.length]!,
  };
}
