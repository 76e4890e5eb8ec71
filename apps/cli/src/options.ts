/** How one option is written on the command line and explained in `--help`. */
export interface OptionText {
  readonly flags: string;
  readonly description: string;
}

/**
 * Every option of every command, declared once. The key is the name in `dqs.config.json`; in upper case with underscores
 * behind `DQS_` it is the environment variable. What values are allowed is in config.ts, which is loaded when a command
 * runs and not for `--help`.
 */
export const OPTIONS = {
  // Input
  input: { flags: '-i, --input <path...>', description: 'files, folders, globs, or - for stdin' },
  panel: { flags: '-p, --panel <file>', description: 'saved panel (.parquet), as kept by dqs ingest' },
  rejects: { flags: '--rejects <file>', description: 'write rejected rows there, with record number and reason' },
  maxRejectRatio: {
    flags: '--max-reject-ratio <0..1>',
    description: 'stop when a greater share of the rows is rejected (default: 0.05)',
  },
  allowDuplicate: { flags: '--allow-duplicate', description: 'count files again that the panel already holds' },

  // Training
  spec: { flags: '-s, --spec <name>', description: 'features: classic, extended or naive (default: extended)' },
  groups: { flags: '--groups <name...>', description: 'groups of the extended features (default: all)' },
  backend: { flags: '-b, --backend <name>', description: 'model: lightgbm or naive (default: lightgbm)' },
  objective: {
    flags: '--objective <name>',
    description: 'what to minimise: cross-entropy, l2 or l1 (default: cross-entropy)',
  },
  param: { flags: '--param <key=value...>', description: "parameter of the model in its library's own names" },
  params: { flags: '--params <file>', description: 'JSON file with such parameters; --param wins' },
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
  refit: { flags: '--refit', description: 'after the test, train again on all dates and keep that model' },
  folds: {
    flags: '--folds <n>',
    description: 'test windows, each forecast by a model fitted on the days before (default: 4)',
  },
  html: { flags: '--html <file>', description: 'write a report with charts there, one page that opens offline' },
  htmlSeries: {
    flags: '--html-series <n>',
    description: 'series with a chart in the report, greatest error first (default: 100)',
  },

  // Forecasting
  model: { flags: '-m, --model <dir>', description: 'bundle written by dqs train' },
  dataset: { flags: '--dataset <uuid>', description: 'dataset to forecast' },
  rule: { flags: '--rule <code>', description: 'rule to forecast' },
  all: { flags: '-a, --all', description: 'forecast every series, lowest expected percentage first' },
  date: { flags: '-d, --date <date>', description: 'day to forecast, YYYY-MM-DD (default: the day after the history)' },
  asOf: {
    flags: '--as-of <date>',
    description: 'use results up to this day only (default: all before the forecast day)',
  },
  top: { flags: '--top <n>', description: 'show the first n forecasts only' },
  format: { flags: '-f, --format <name>', description: 'table, csv, json or jsonl (default: table)' },
  out: { flags: '-o, --out <path>', description: 'where to write the result' },

  // Generating
  rows: {
    flags: '-n, --rows <n>',
    description: 'rule results in all, hit exactly; 1000000 = 50 datasets x 20 rules x 365 days',
  },
  datasets: { flags: '--datasets <n>', description: 'number of datasets' },
  rules: { flags: '--rules <n>', description: 'rules of each dataset (default: 20)' },
  days: { flags: '--days <n>', description: 'days of history (default: 365)' },
  executions: { flags: '--executions <n>', description: 'executions a day of a rule on attributes (default: 4)' },
  start: { flags: '--start <date>', description: 'first day (default: 2025-01-01)' },
  garbage: { flags: '--garbage <0..1>', description: 'share of the rows to spoil (default: 0)' },
  rulesOut: { flags: '--rules-out <file>', description: 'write the metadata of the rules there' },

  // Summaries
  ruleMetadata: { flags: '--rules <file>', description: 'metadata of the rules, JSON by rule code' },
  summaryFormats: { flags: '--format <list>', description: 'further files: parquet, jsonl or both, parquet,jsonl' },
  digest: { flags: '--digest', description: 'also write a short Markdown digest' },
  windows: { flags: '--windows <list>', description: 'days of each window, or name=days (default: 30,90,365)' },
  epsilon: { flags: '--epsilon <0..1>', description: 'fail rates that differ by more show a trend (default: 0.05)' },
  profile: { flags: '--profile <name>', description: 'trends as words, compat, or arrows, prd (default: compat)' },
  escapeFormulas: { flags: '--escape-formulas', description: 'make the CSV safe to open in a spreadsheet' },

  // Everywhere
  seed: { flags: '--seed <n>', description: 'same data and seed, same bytes (default: 42)' },
  threads: { flags: '-t, --threads <n>', description: 'threads to use; 0 takes all cores (default: 0)' },
  json: { flags: '--json', description: 'print one JSON document' },
  config: { flags: '--config <file>', description: 'settings file (default: dqs.config.json where there is one)' },
  logLevel: { flags: '--log-level <name>', description: 'debug, info, warn, error or silent (default: warn)' },
  verbose: { flags: '--verbose', description: 'log everything and show where errors come from' },
  quiet: { flags: '-q, --quiet', description: 'no progress bar' },
} as const satisfies Readonly<Record<string, OptionText>>;

/** Name of a setting. */
export type SettingName = keyof typeof OPTIONS;

/** Settings that every command has. */
export const COMMON_SETTINGS = ['json', 'config', 'logLevel', 'verbose', 'quiet'] as const;

const INPUT = ['input', 'panel', 'rejects', 'maxRejectRatio'] as const;
const TRAINING = [
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

/** The settings of each command, in the order `--help` shows them. */
export const COMMAND_SETTINGS = {
  ingest: ['input', 'panel', 'rejects', 'maxRejectRatio', 'allowDuplicate', 'threads'],
  train: [...INPUT, 'out', ...TRAINING, 'refit'],
  backtest: [...INPUT, ...TRAINING, 'folds', 'html', 'htmlSeries'],
  predict: ['model', 'dataset', 'rule', 'all', 'date', 'asOf', ...INPUT, 'top', 'format', 'out', 'threads'],
  inspect: ['model'],
  generate: ['out', 'rows', 'datasets', 'rules', 'days', 'executions', 'seed', 'start', 'garbage', 'rulesOut'],
  summarize: [
    ...INPUT,
    'allowDuplicate',
    'ruleMetadata',
    'out',
    'summaryFormats',
    'digest',
    'windows',
    'epsilon',
    'profile',
    'escapeFormulas',
    'threads',
  ],
  doctor: [],
} as const satisfies Readonly<Record<string, readonly SettingName[]>>;

/** Name of a command. */
export type CommandName = keyof typeof COMMAND_SETTINGS;
