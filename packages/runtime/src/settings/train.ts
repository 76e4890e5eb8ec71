import { TRAIN_OPTIONS_SCHEMA } from '@dqs/pipelines/options';
import * as z from 'zod/mini';

import { as, count, countOrAuto, day, flag, list, number, parameters, path, text, whole } from './kinds.js';
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
  seed,
  threads,
} = TRAIN_OPTIONS_SCHEMA.shape;

/** Settings of training and backtests; what the pipeline has too is its own schema. */
export const TRAIN_SETTINGS = {
  spec: setting('-s, --spec <name>', 'features: {values}', as(spec)),
  groups: setting('--groups <name...>', 'groups of the extended features', list, { otherwise: 'all' }),
  backend: setting(
    '-b, --backend <name>',
    'kind of model; dqs backends list shows them all, those of --backends too',
    text,
    { default: TRAIN_OPTIONS_SCHEMA.shape.backend.def.defaultValue },
  ),
  objective: setting(
    '--objective <name>',
    'what to minimise: {values}; l2 for models that cannot do the first',
    as(objective),
    { otherwise: 'cross-entropy' },
  ),
  param: setting('--param <key=value...>', "parameter of the model in its library's own names", parameters),
  params: setting('--params <file>', 'JSON file with such parameters; --param wins', path, { place: 'input' }),
  rounds: setting('-r, --rounds <n>', 'boosting rounds', number(rounds), { otherwise: 'what suits the spec' }),
  halfLifeDays: setting(
    '--half-life-days <n>',
    'days after which a training row weighs half, 0 for never',
    number(halfLifeDays),
    { otherwise: 'what suits the spec' },
  ),
  earlyStopping: setting(
    '--early-stopping <n>',
    'stop after n rounds without improvement on the last training days',
    number(earlyStopping),
    { otherwise: 'off' },
  ),
  validationFraction: setting(
    '--validation-fraction <0..1>',
    'share of the training dates that early stopping watches',
    number(validationFraction),
  ),
  horizon: setting('--horizon <days>', 'days from the last known result to the forecast', number(horizon)),
  testFraction: setting(
    '--test-fraction <0..1>',
    'share of the dates, the last ones, to test on',
    number(testFraction),
  ),
  testFrom: setting('--test-from <date>', 'first date to test on; wins over --test-fraction', day),
  refit: setting('--refit', 'after the test, train again on all dates and keep that model', flag),
  machines: setting(
    '--machines <host:port...>',
    'train together with other machines, the same list on each; each is given the same input',
    list,
    { danger: 'it sends data to other machines' },
  ),
  rank: setting('--rank <n>', 'which of the machines this one is, from 0', number(z.int().check(z.gte(0)))),
  seed: setting('--seed <n>', 'same data and seed, same bytes', number(seed)),
  threads: setting('-t, --threads <n>', 'threads to use; 0 takes all cores', number(threads)),
  folds: setting('--folds <n>', 'test windows, each forecast by a model fitted on the days before', whole(1, 1000), {
    default: 4,
  }),
  foldWorkers: setting(
    '-w, --workers <n>',
    'windows worked on at a time, or auto; the result is the same',
    countOrAuto,
    { default: 1 },
  ),
  html: setting('--html <file>', 'write a report with charts there, one page that opens offline', path, {
    place: 'output',
  }),
  htmlSeries: setting('--html-series <n>', 'series with a chart in the report, greatest error first', count, {
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
  'backend',
  'objective',
  'param',
  'params',
  'rounds',
  'halfLifeDays',
  'earlyStopping',
  'validationFraction',
  'horizon',
  'testFraction',
  'testFrom',
  'seed',
  'threads',
] as const;
