import { MS_PER_DAY } from '@dqs/core';
import { CALENDAR_FIELDS, checkHours, DURATION, ZONE } from '@dqs/core/calendar';
import {
  boolean,
  choice,
  either,
  formed,
  integer,
  list,
  number,
  oneOrMore,
  optional,
  otherwise,
  record,
  required,
  section,
  text,
  type RecordOf,
} from '@dqs/core/yaml';

const TRIGGERS = record('triggers', {
  when: otherwise(choice('how many of them are needed', ['any', 'all']), 'any', 'any'),
  schedule: optional(record('schedule', { every: required(DURATION) })),
  age: optional(record('age', { over: required(DURATION) })),
  degraded: optional(record('degraded', { pools: otherwise(integer('pools that are degraded', 1, 10_000), 1, 1) })),
  drift: optional(
    record('drift', { impact: required(number('expected loss in percentage points of all that drifted', 0, 100)) }),
  ),
  labels: optional(record('labels', { new: required(integer('results since the training', 1, 1e12)) })),
  series: optional(record('series', { new: required(number('share of series that it has never seen', 0.0001, 1)) })),
  contract: otherwise(boolean('whether a changed feature contract is a trigger'), false, false),
});

const DATA = section('data', {
  minimum_days: otherwise(integer('days with results that a training needs', 2, 36_600), 60, 60),
  days: optional(integer('the last days that are learned from', 2, 36_600)),
  exclude: otherwise(
    list('what is left out', choice('what is left out', ['incidents', 'intervened'])),
    ['incidents', 'intervened'] as const,
    ['incidents', 'intervened'],
  ),
});

const LIMITS = section('limits', {
  lease: otherwise(DURATION, MS_PER_DAY / 12, '2h'),
  cool_down: otherwise(DURATION, 7 * MS_PER_DAY, '7d'),
  per_week: otherwise(integer('trainings in seven days', 1, 100), 1, 1),
  back_off: section('back_off', {
    after: otherwise(integer('rejects in a row', 1, 100), 3, 3),
    pause: otherwise(DURATION, 28 * MS_PER_DAY, '28d'),
  }),
  time: optional(DURATION),
  threads: otherwise(integer('threads of a training, 0 for all cores', 0, 1024), 0, 0),
});

const LEVEL = number('share of false verdicts', 1e-6, 0.5);

const GATES = record('gates', {
  better: required(
    record('better', {
      level: otherwise(LEVEL, 0.05, 0.05),
      evidence: otherwise(choice('how losses are compared', ['e-value', 'interval']), 'e-value', 'e-value'),
      minimum_days: otherwise(integer('days that are compared', 14, 3660), 28, 28),
    }),
  ),
  naive_skill: required(record('naive_skill', { above: otherwise(number('least skill', 0, 1), 0, 0) })),
  segments: optional(
    record('segments', {
      guard: required(oneOrMore('segments', text('a level of execution or rule, such as ATTRIBUTE or rule: 104', 200))),
      level: otherwise(LEVEL, 0.05, 0.05),
      margin: otherwise(number('share of the error that a segment may lose', 0.001, 1), 0.1, 0.1),
    }),
  ),
  constant: otherwise(boolean('whether equal forecasts of all series fail'), true, true),
  latency: optional(record('latency', { most_ms: required(number('milliseconds of a forecast', 0.001, 60_000)) })),
  size: optional(record('size', { most_mb: required(number('megabytes of the bundle', 0.001, 100_000)) })),
});

const APPROVAL = either(
  record('approval', {
    veto: required(DURATION),
  }),
  formed('auto, person, or veto: with a length of time', (given) =>
    given === 'auto' || given === 'person' ? given : given === 'veto' ? ({ veto: MS_PER_DAY } as const) : undefined,
  ),
);

const WATCH = section('watch', {
  days: otherwise(integer('days', 0, 366), 14, 14),
  samples: otherwise(integer('forecasts with results before anything is judged', 1, 1e9), 500, 500),
  tolerance: otherwise(number('live error over that of before', 1, 100), 1.25, 1.25),
  over_previous: otherwise(number('live error over that of the version before', 1, 100), 1.1, 1.1),
});

const FREEZE = record('a freeze', { ...CALENDAR_FIELDS, comment: required(text('why')) }, (value, node, from) => {
  checkHours(value, node, from);
  if (value.days === undefined && value.dates === undefined && value.from === undefined)
    from.problems.add(node, 'expected days, dates or from and to in a freeze: without any it would never end');
});

const POLICY = {
  apiVersion: required(choice('apiVersion', ['dqs/v1'])),
  kind: required(choice('kind', ['RetrainingPolicy'])),
  metadata: optional(
    record('metadata', { name: optional(text('name', 100)), description: optional(text('what it is for')) }),
  ),
  model: required(text('name of the model in the registry', 200)),
  alias: otherwise(text('alias of the version in use', 100), 'production', 'production'),
  timezone: otherwise(ZONE, 'UTC', 'UTC'),
  triggers: required(TRIGGERS),
  data: DATA,
  limits: LIMITS,
  freeze: otherwise(list('times without trainings', FREEZE, 500), []),
  gates: optional(GATES),
  shadow: optional(record('shadow', { days: required(integer('days', 0, 366)) })),
  approval: otherwise(APPROVAL, 'person', 'person'),
  watch: WATCH,
} as const;

/** A policy as it is written: every key, declared once for its reading and for editors. */
export const RETRAINING_POLICY_SHAPE = record('a retraining policy', POLICY);
/** A read {@link RETRAINING_POLICY_SHAPE}. */
export type RetrainingPolicyDocument = RecordOf<typeof POLICY>;
