import { INPUT_SETTINGS } from './input.js';
import type { OptionText } from './option-text.js';
import { GATE_SETTINGS } from './validation.js';

/** Options of training and backtests. */
export const TRAINING_OPTIONS = {
  spec: { flags: '-s, --spec <name>', description: 'features: classic, extended or naive (default: extended)' },
  groups: { flags: '--groups <name...>', description: 'groups of the extended features (default: all)' },
  backend: {
    flags: '-b, --backend <name>',
    description: 'kind of model; dqs backends list shows them all, those of --backends too (default: lightgbm)',
  },
  objective: {
    flags: '--objective <name>',
    description:
      'what to minimise: cross-entropy, l2 or l1; l2 for models that cannot do the first (default: cross-entropy)',
  },
  param: { flags: '--param <key=value...>', description: "parameter of the model in its library's own names" },
  params: { flags: '--params <file>', description: 'JSON file with such parameters; --param wins', place: 'input' },
  rounds: { flags: '-r, --rounds <n>', description: 'boosting rounds (default: what suits the spec)' },
  halfLifeDays: {
    flags: '--half-life-days <n>',
    description: 'days after which a training row weighs half, 0 for never (default: what suits the spec)',
  },
  earlyStopping: {
    flags: '--early-stopping <n>',
    description: 'stop after n rounds without improvement on the last training days (default: off)',
  },
  validationFraction: {
    flags: '--validation-fraction <0..1>',
    description: 'share of the training dates that early stopping watches (default: 0.1)',
  },
  horizon: { flags: '--horizon <days>', description: 'days from the last known result to the forecast (default: 1)' },
  testFraction: {
    flags: '--test-fraction <0..1>',
    description: 'share of the dates, the last ones, to test on (default: 0.2)',
  },
  testFrom: { flags: '--test-from <date>', description: 'first date to test on; wins over --test-fraction' },
  machines: {
    flags: '--machines <host:port...>',
    description: 'train together with other machines, the same list on each; each is given the same input',
  },
  rank: { flags: '--rank <n>', description: 'which of the machines this one is, from 0' },
  refit: { flags: '--refit', description: 'after the test, train again on all dates and keep that model' },
  folds: {
    flags: '--folds <n>',
    description: 'test windows, each forecast by a model fitted on the days before (default: 4)',
  },
  foldWorkers: {
    flags: '-w, --workers <n>',
    description: 'windows worked on at a time, or auto; the result is the same (default: 1)',
  },
  html: {
    flags: '--html <file>',
    description: 'write a report with charts there, one page that opens offline',
    place: 'output',
  },
  htmlSeries: {
    flags: '--html-series <n>',
    description: 'series with a chart in the report, greatest error first (default: 100)',
  },
} as const satisfies Readonly<Record<string, OptionText>>;

/** The settings of commands that train. */
export const TRAINING_SETTINGS = [
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

/** The commands of this area with their settings, in the order `--help` shows them. */
export const TRAINING_COMMANDS = {
  train: [...INPUT_SETTINGS, 'out', ...TRAINING_SETTINGS, 'refit', 'machines', 'rank', ...GATE_SETTINGS],
  backtest: [...INPUT_SETTINGS, ...TRAINING_SETTINGS, 'folds', 'foldWorkers', 'html', 'htmlSeries'],
} as const;
