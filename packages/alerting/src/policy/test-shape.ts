import { parseClock, parseDuration, parseIsoDay } from '@dqs/core/calendar';
import {
  boolean,
  choice,
  formed,
  integer,
  isScalar,
  list,
  number,
  oneOrMore,
  optional,
  otherwise,
  record,
  type RecordOf,
  required,
  type Shape,
  text,
} from '@dqs/core/yaml';

import { SEVERITIES } from '../alerts/alert.js';

/** A test is small: whoever checks a policy runs it. */
const MAX_DAYS = 400;
const MAX_SERIES = 50;

/** A value of a day, or null for a day without one. */
function perDay<T>(what: string, shape: Shape<T>): Shape<T | null> {
  return {
    schema: {
      ...shape.schema,
      type: [String(shape.schema.type), 'null'],
      description: `${what}; null for a day without one`,
    },
    read: (node, from) => (node === null || (isScalar(node) && node.value === null) ? null : shape.read(node, from)),
  };
}

const share = number('probability', 0, 1);
const count = integer('executions that pass', 0, 1_000_000_000);
const lag = formed('a length of time, such as 7h', parseDuration);

const TEST_SERIES = {
  source: otherwise(text('its source', 200), 'test', 'test'),
  tenant: otherwise(text('its tenant', 200), 'test', 'test'),
  dataset: required(text('its dataset', 200)),
  rule: required(text('its rule code', 200)),
  tags: optional(oneOrMore('tags', text('a tag', 200))),
  n: otherwise(integer('executions a day', 1, 1_000_000_000), 100, 100),
  pass: required(list('passes by day', perDay('passes', count), MAX_DAYS)),
  p_below_target: optional(list('forecast odds by day', perDay('odds', share), MAX_DAYS)),
  earned: otherwise(boolean('whether its pool has earned its pages'), true, true),
} as const;

const TEST_SOURCE = {
  source: required(text('its name', 200)),
  owner: optional(text('who answers for it', 200)),
  arrival_lag: required(
    list('lags by day', perDay('when the day arrived in full, or how long it has been awaited', lag), MAX_DAYS),
  ),
  late_after: required(formed('its 99 % quantile, such as 7h', parseDuration)),
} as const;

/** Facts by day, each of which may be left out. */
const daily = <T>(what: string, shape: Shape<T>) => optional(list(`${what} by day`, perDay(what, shape), MAX_DAYS));
const ratio = number('e-value', 0, 1e300);

const TEST_MODEL = {
  model: required(text('its name', 200)),
  live_vs_naive: daily('e-value of (live loss − naive loss)', ratio),
  live_vs_backtest: daily('e-value of (live loss − the loss of its backtest)', ratio),
  coverage_80: daily('share of results within the interval of 80 %', share),
  coverage_95: daily('share of results within the interval of 95 %', share),
  skill: daily('1 − MAE / MAE of the naive forecast', number('skill', -1e6, 1)),
  age: daily('time since its training', lag),
} as const;

const TEST_PART = {
  part: required(text('its name', 200)),
  kind: optional(text('what kind of part it is', 100)),
  ok: daily('whether its own check is fine', boolean('ok')),
  age: daily('how late or how old it is', lag),
  failures: daily('failures in a row', integer('failures', 0, 1_000_000_000)),
  share: daily('of what was due, what was done', share),
} as const;

const EXPECTATION = {
  day: required(integer('day of the test, the first is 0', 0, MAX_DAYS - 1)),
  incident: optional(choice('what happens to incidents', ['opened', 'reopened', 'resolved', 'none'])),
  severity: optional(choice('severity of the incident that is open', SEVERITIES)),
  sent: optional(list('receivers that are told', text('name of a receiver', 100))),
} as const;

const SERIES = record('a series of a test', TEST_SERIES, (value, node, { problems }) => {
  const most = Math.max(...value.pass.map((one) => one ?? 0));
  if (most > value.n)
    problems.add(node, `expected at most n: ${value.n} passes a day, got ${most}; write n: ${most} or more`);
});

/** A test of the policy by itself: a few series, day by day, and what follows. */
export const TEST = record('a test', {
  name: required(text('what it shows', 200)),
  start: optional(
    formed('date of day 0, such as 2026-11-23; without it no hours, windows or silences count', parseIsoDay),
  ),
  at: otherwise(formed('time of day of each tick, such as 09:00', parseClock), 9 * 60, '09:00'),
  series: otherwise(oneOrMore('series', SERIES, MAX_SERIES), []),
  sources: otherwise(oneOrMore('sources', record('a source of a test', TEST_SOURCE), MAX_SERIES), []),
  models: otherwise(oneOrMore('models', record('a model of a test', TEST_MODEL), MAX_SERIES), []),
  system: otherwise(oneOrMore('parts of the system', record('a part of a test', TEST_PART), MAX_SERIES), []),
  expect: required(list('expectations', record('an expectation', EXPECTATION))),
});

/** A read `TEST`. */
export type TestDocument = typeof TEST extends Shape<infer T> ? T : never;
export type TestSeries = RecordOf<typeof TEST_SERIES>;
export type TestSource = RecordOf<typeof TEST_SOURCE>;
export type TestModel = RecordOf<typeof TEST_MODEL>;
export type TestPart = RecordOf<typeof TEST_PART>;
