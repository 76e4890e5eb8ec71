import { INPUT_SETTINGS } from './input.js';
import type { OptionText } from './option-text.js';

/** Options of forecasts. */
export const FORECASTING_OPTIONS = {
  model: {
    flags: '-m, --model <dir>',
    description: 'bundle written by dqs train, or a version: orders@production, orders@^1.2',
    place: 'input',
  },
  tenant: {
    flags: '--tenant <id>',
    description: 'tenant of the dataset (default: the only one with this dataset and rule)',
  },
  dataset: { flags: '--dataset <uuid>', description: 'dataset to forecast' },
  rule: { flags: '--rule <code>', description: 'rule to forecast' },
  all: { flags: '-a, --all', description: 'forecast every series, lowest expected percentage first' },
  date: { flags: '-d, --date <date>', description: 'day to forecast, YYYY-MM-DD (default: the day after the history)' },
  asOf: {
    flags: '--as-of <date>',
    description: 'use results only up to this day (default: all before the forecast day)',
  },
  top: { flags: '--top <n>', description: 'show only the first n forecasts' },
  format: { flags: '-f, --format <name>', description: 'table, csv, json or jsonl (default: table)' },
  out: { flags: '-o, --out <path>', description: 'where to write the result', place: 'output' },
} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const FORECASTING_COMMANDS = {
  predict: [
    'model',
    'registry',
    'tenant',
    'dataset',
    'rule',
    'all',
    'date',
    'asOf',
    ...INPUT_SETTINGS,
    'top',
    'format',
    'out',
    'threads',
  ],
  inspect: ['model', 'registry'],
} as const;
