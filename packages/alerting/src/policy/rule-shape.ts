import { parseQuota, parseSpan } from '@dqs/core/calendar';
import {
  boolean,
  choice,
  either,
  formed,
  list,
  oneOrMore,
  optional,
  otherwise,
  placed,
  record,
  type RecordOf,
  required,
  text,
} from '@dqs/core/yaml';

import { LEVELS } from '../alerts/alert.js';
import { conditionText } from './condition-text.js';

const ID = /^[\w.-]{1,100}$/;
const requirement = either(
  record('a requirement', {
    min_executions: required(formed('executions within days, such as 20/28d', parseQuota)),
  }),
  conditionText('a requirement'),
);

const SEVERITY = record('severity', {
  critical: optional(conditionText('when it is critical')),
  warning: optional(conditionText('when it is a warning')),
  info: optional(conditionText('when it is for information')),
});

const FIELDS = {
  id: required(formed('an id of letters, digits, "-", "_" and "."', (id) => (ID.test(id) ? id : undefined))),
  description: optional(text('what it is for')),
  level: otherwise(choice('what the rule judges', LEVELS), 'series', 'series'),
  when: required(conditionText('when it fires')),
  clear: optional(conditionText('when it is good again; otherwise when `when` does not hold')),
  for: optional(formed('a length of time or a number of results, such as 2 results', parseSpan)),
  keep_firing: optional(formed('3d, 1 result, or 2 good results', parseSpan)),
  requires: otherwise(list('requirements', requirement), []),
  severity: optional(SEVERITY),
  inhibits: optional(
    record('inhibits', {
      rules: required(list('ids of rules', placed(text('id of a rule', 100)))),
      equal: required(
        oneOrMore('labels', choice('a label', ['source', 'tenant', 'dataset', 'rule', 'model', 'owner'])),
      ),
    }),
  ),
  dry_run: otherwise(boolean('whether it only shows what it would do'), false, false),
} as const;

/** A rule: what it judges, when it fires, and how long. */
export const RULE = record('a rule', FIELDS);
/** A read {@link RULE}. */
export type RuleDocument = RecordOf<typeof FIELDS>;
