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
      'what to minimise: cross-entropy, l2 or l1; l2 for backends that do not support the first (default: cross-entropy)',
  },
  param: { flags: '--param <key=value...>', description: "parameter of the model in its library's own names" },
  params: {
    flags: '--params <file>',
    description: 'JSON file of such parameters; --param takes precedence',
    place: 'input',
  },
  rounds: { flags: '-r, --rounds <n>', description: 'boosting rounds (default: depends on the spec)' },
  halfLifeDays: {
    flags: '--half-life-days <n>',
    description: 'days after which the weight of a training row halves, 0 for never (default: depends on the spec)',
  },
  earlyStopping: {
    flags: '--early-stopping <n>',
    description: 'stop after n rounds without improvement on the last training days (default: off)',
  },
  validationFraction: {
    flags: '--validation-fraction <0..1>',
    description: 'share of the training dates used for early stopping (default: 0.1)',
  },
  horizon: { flags: '--horizon <days>', description: 'days from the last known result to the forecast (default: 1)' },
  testFraction: {
    flags: '--test-fraction <0..1>',
    description: 'share of the dates, at the end, to test on (default: 0.2)',
  },
  testFrom: { flags: '--test-from <date>', description: 'first date to test on; overrides --test-fraction' },
  machines: {
    flags: '--machines <host:port...>',
    description: 'train together with other machines; pass the same list and the same input on each',
  },
  rank: { flags: '--rank <n>', description: 'index of this machine in --machines, from 0' },
  refit: { flags: '--refit', description: 'after the test, retrain on all dates and keep that model' },
  folds: {
    flags: '--folds <n>',
    description: 'test windows, each forecast by a model trained on the days before (default: 4)',
  },
  foldWorkers: {
    flags: '-w, --workers <n>',
    description: 'number of parallel windows, or auto; does not affect the result (default: 1)',
  },
  html: {
    flags: '--html <file>',
    description: 'write an HTML report with charts to this file; it opens offline',
    place: 'output',
  },
  htmlSeries: {
    flags: '--html-series <n>',
    description: 'number of series with a chart in the report, largest error first (default: 100)',
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
