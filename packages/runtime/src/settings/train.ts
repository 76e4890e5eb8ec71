import { TRAIN_OPTIONS_SCHEMA } from '@dqs/pipelines/options';
import * as z from 'zod/mini';

import {
  count,
  countOrAuto,
  day,
  flag,
  fraction,
  kind,
  list,
  number,
  parameters,
  path,
  spans,
  text,
  whole,
} from './kinds.js';
import { setting } from './setting.js';

const {
  spec,
  objective,
  rounds,
  halfLifeDays,
  earlyStopping,
  validationFraction,
  horizon,
  testFraction,
  sample,
  seed,
  threads,
} = TRAIN_OPTIONS_SCHEMA.shape;

/** Settings of training and backtests; what the pipeline has too is its own schema. */
export const TRAIN_SETTINGS = {
  spec: setting(
    '-s, --spec <name>',
    'features: {values}',
    kind(() => spec),
  ),
  groups: setting(
    '--groups <name...>',
    'groups of the extended features; +name adds one of the calendar (quarter, holidays, events) to the default',
    list,
    { otherwise: 'all but those of the calendar' },
  ),
  country: setting('--country <code>', 'country of the group holidays, by ISO 3166-1: DE, US', text),
  events: setting(
    '--events <file>',
    'CSV file of the group events, columns date and name; only events announced before their day',
    path,
    { place: 'input' },
  ),
  backend: setting(
    '-b, --backend <name>',
    'kind of model; dqs backends list shows them all, those of --backends too',
    text,
    { default: TRAIN_OPTIONS_SCHEMA.shape.backend.def.defaultValue },
  ),
  objective: setting(
    '--objective <name>',
    'what to minimise: {values}; l2 for backends that do not support the first',
    kind(() => objective),
    { otherwise: 'cross-entropy' },
  ),
  param: setting('--param <key=value...>', "parameter of the model in its library's own names", parameters),
  params: setting('--params <file>', 'JSON file of such parameters; --param takes precedence', path, {
    place: 'input',
  }),
  rounds: setting(
    '-r, --rounds <n>',
    'boosting rounds',
    number(() => rounds),
    { otherwise: 'depends on the spec' },
  ),
  halfLifeDays: setting(
    '--half-life-days <n>',
    'days after which the weight of a training row halves, 0 for never',
    number(() => halfLifeDays),
    { otherwise: 'depends on the spec' },
  ),
  earlyStopping: setting(
    '--early-stopping <n>',
    'stop after n rounds without improvement on the last training days',
    number(() => earlyStopping),
    { otherwise: 'off' },
  ),
  validationFraction: setting(
    '--validation-fraction <0..1>',
    'share of the training dates used for early stopping',
    number(() => validationFraction),
  ),
  horizon: setting(
    '--horizon <days>',
    'days from the last known result to the forecast',
    number(() => horizon),
  ),
  testFraction: setting(
    '--test-fraction <0..1>',
    'share of the dates, at the end, to test on',
    number(() => testFraction),
  ),
  testFrom: setting('--test-from <date>', 'first date to test on; overrides --test-fraction', day),
  pointOnly: setting(
    '--point-only',
    'no distribution of experts: forecasts are Binomial, training takes a third of the time',
    flag,
  ),
  refit: setting('--refit', 'after the test, retrain on all dates and keep that model', flag),
  sample: setting(
    '--sample <share>',
    'share of the training rows to learn from: 1/8, 0.2, or auto for the smallest that costs less than 1 %',
    fraction(() => sample, 'expected auto, or a share above 0 and up to 1 such as 1/8'),
  ),
  machines: setting(
    '--machines <host:port...>',
    'train together with other machines; pass the same list and the same input on each',
    list,
    { danger: 'it sends data to other machines' },
  ),
  rank: setting(
    '--rank <n>',
    'index of this machine in --machines, from 0',
    number(() => z.int().check(z.gte(0))),
  ),
  seed: setting(
    '--seed <n>',
    'random seed; the same data and seed give the same bytes',
    number(() => seed),
  ),
  threads: setting(
    '-t, --threads <n>',
    'threads to use; 0 uses all cores',
    number(() => threads),
  ),
  folds: setting('--folds <n>', 'test windows, each forecast by a model trained on the days before', whole(1, 1000), {
    default: 4,
  }),
  testHorizons: setting(
    '--horizons <list>',
    'days ahead at which one model is measured, such as 1-7 or 1,3,7,14',
    spans(1, 366),
    { otherwise: 'that of --horizon' },
  ),
  foldWorkers: setting(
    '-w, --workers <n>',
    'number of parallel windows, or auto; does not affect the result',
    countOrAuto,
    { default: 1 },
  ),
  html: setting('--html <file>', 'write an HTML report with charts to this file; it opens offline', path, {
    place: 'output',
  }),
  htmlSeries: setting('--html-series <n>', 'number of series with a chart in the report, largest error first', count, {
    default: 100,
  }),
  only: setting('--only <name...>', 'models to compare', list, {
    otherwise: 'all that can train and whose library is installed',
  }),
};

/** The settings of commands that train. */
export const TRAINING = [
  'spec',
  'groups',
  'country',
  'events',
  'backend',
  'objective',
  'param',
  'params',
  'rounds',
  'halfLifeDays',
  'earlyStopping',
  'validationFraction',
  'horizon',
  'pointOnly',
  'testFraction',
  'testFrom',
  'seed',
  'threads',
] as const;
