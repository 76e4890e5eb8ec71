import {
  CALENDAR_FIELDS,
  checkHours,
  DURATION,
  parseDuration,
  parseIsoDay,
  parseRate,
  parseSpan,
  ZONE,
} from '@dqs/core/calendar';
import {
  boolean,
  choice,
  either,
  formed,
  integer,
  list,
  named,
  number,
  oneOrMore,
  optional,
  otherwise,
  placed,
  record,
  type RecordOf,
  required,
  type Shape,
  text,
} from '@dqs/core/yaml';

import { MATCH } from './match.js';
import { checkConditions } from './compile-rules.js';
import { RECEIVER_SHAPE } from './receiver-shape.js';
import { RULE, type RuleDocument } from './rule-shape.js';
import { TEST } from './test-shape.js';

const DEFAULTS = record('defaults', {
  timezone: otherwise(ZONE, 'UTC', 'UTC'),
  target: otherwise(number('pass percentage that a day should reach', 0, 100), 100, 100),
  importance: otherwise(integer('how much a series matters', 1, 5), 1, 1),
});

const CALENDAR = record(
  'a calendar',
  {
    ...CALENDAR_FIELDS,
    except: optional(oneOrMore('calendars', placed(text('name of a calendar', 100)))),
  },
  checkHours,
);

const INCIDENTS = {
  group_by: otherwise(
    list('labels', choice('a label', ['source', 'tenant', 'dataset', 'rule', 'attribute', 'model', 'owner'])),
    ['source', 'dataset'] as const,
    ['source', 'dataset'],
  ),
  group_wait: otherwise(DURATION, 0, '0m'),
  lead_lag: optional(
    record('lead_lag', {
      q: otherwise(number('false-discovery rate', 1e-6, 0.5), 0.01, 0.01),
      max_days: otherwise(integer('longest lead in days', 1, 14), 3, 3),
    }),
  ),
  reopen_within: otherwise(DURATION, 0, '0d'),
  resolution_reasons: otherwise(list('reasons', text('a reason', 100)), []),
} as const;

const REPEAT = either(
  record('repeat', { every: required(formed('24h or 4 results', parseSpan)) }),
  formed('on-change, never, or a length of time such as 24h', (given) => {
    if (given === 'on-change' || given === 'never') return given;
    const ms = parseDuration(given);
    return ms === undefined || ms === 0 ? undefined : ({ every: { kind: 'time', ms } } as const);
  }),
);

const ROUTE_FIELDS = {
  match: optional(MATCH),
  to: optional(list('receivers', placed(text('name of a receiver', 100)))),
  continue: otherwise(boolean('whether the next route is tried too'), false, false),
  repeat: optional(REPEAT),
} as const;

/** A route, and those within it, which inherit what they do not say. */
export type RouteDocument = RecordOf<typeof ROUTE_FIELDS> & { readonly routes: readonly RouteDocument[] };

/** Routes nest six deep, which is declared level by level. */
const MAX_ROUTE_DEPTH = 6;
/** Routes are compared with each other and with every rule. */
const MAX_ROUTES = 500;
const MAX_RULES = 2000;
const MAX_TESTS = 500;

function routeShape(depth: number): Shape<RouteDocument> {
  if (depth === 0) return record('a route', { ...ROUTE_FIELDS }) as unknown as Shape<RouteDocument>;
  const fields = { ...ROUTE_FIELDS, routes: otherwise(list('routes', routeShape(depth - 1), MAX_ROUTES), []) };
  return record('a route', fields) as unknown as Shape<RouteDocument>;
}

const BUDGET = record('a budget', {
  owner: required(text('an owner, or * for each of the others', 200)),
  pages: required(formed('a number within a length of time, such as 3 per 7d', parseRate)),
  overflow: required(placed(text('receiver of what is over the budget', 100))),
});

const WINDOW = record('a window', {
  match: optional(MATCH),
  calendar: required(placed(text('name of a calendar', 100))),
  mode: otherwise(choice('what happens to alerts', ['mute']), 'mute', 'mute'),
  comment: optional(text('why')),
});

const SILENCE = record('a silence', {
  match: required(MATCH),
  from: optional(formed('the first day, such as 2026-12-01', parseIsoDay)),
  until: required(formed('the last day, such as 2026-12-31', parseIsoDay)),
  comment: required(text('why')),
  by: required(text('who', 200)),
});

/** Conditions are checked with their rule, so that they are told of together with all else. */
const checked: Shape<RuleDocument> = {
  schema: RULE.schema,
  read: (node, from) => {
    const rule = RULE.read(node, from);
    if (rule) checkConditions(rule, from.problems);
    return rule;
  },
};

const POLICY = {
  apiVersion: required(choice('apiVersion', ['dqs/v1'])),
  kind: required(choice('kind', ['AlertPolicy'])),
  metadata: optional(
    record('metadata', { name: optional(text('name', 100)), description: optional(text('what it is for')) }),
  ),
  catalog: optional(text('path of a catalog')),
  defaults: optional(DEFAULTS),
  calendars: otherwise(named('calendars', CALENDAR), new Map()),
  rules: required(list('rules', checked, MAX_RULES)),
  incidents: optional(record('incidents', INCIDENTS)),
  routes: required(list('routes', routeShape(MAX_ROUTE_DEPTH), MAX_ROUTES)),
  budgets: otherwise(list('budgets', BUDGET), []),
  receivers: required(named('receivers', RECEIVER_SHAPE)),
  windows: otherwise(list('windows', WINDOW), []),
  silences: otherwise(list('silences', SILENCE), []),
  tests: otherwise(list('tests', TEST, MAX_TESTS), []),
} as const;

/** A policy as it is written: every key, declared once for its reading and for editors. */
export const POLICY_SHAPE = record('an alert policy', POLICY);
/** A read {@link POLICY_SHAPE}. */
export type PolicyDocument = RecordOf<typeof POLICY>;
export type CalendarDocument = PolicyDocument['calendars'] extends ReadonlyMap<string, infer C> ? C : never;
export type IncidentsDocument = NonNullable<PolicyDocument['incidents']>;
export type BudgetDocument = PolicyDocument['budgets'][number];
export type WindowDocument = PolicyDocument['windows'][number];
export type SilenceDocument = PolicyDocument['silences'][number];
