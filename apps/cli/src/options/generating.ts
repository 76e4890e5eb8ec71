import type { OptionText } from './option-text.js';

/** Options of synthetic histories. */
export const GENERATING_OPTIONS = {
  rows: {
    flags: '-n, --rows <n>',
    description: 'exact number of rule results; 1000000 = 50 datasets x 20 rules x 365 days',
  },
  datasets: { flags: '--datasets <n>', description: 'number of datasets' },
  rules: { flags: '--rules <n>', description: 'rules per dataset (default: 20)' },
  days: { flags: '--days <n>', description: 'days of history (default: 365)' },
  executions: { flags: '--executions <n>', description: 'executions per day of an attribute rule (default: 4)' },
  start: { flags: '--start <date>', description: 'first day (default: 2025-01-01)' },
  garbage: { flags: '--garbage <0..1>', description: 'share of the rows to damage (default: 0)' },
  rulesOut: { flags: '--rules-out <file>', description: 'write the rule metadata to this file', place: 'output' },
} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const GENERATING_COMMANDS = {
  generate: ['out', 'rows', 'datasets', 'rules', 'days', 'executions', 'seed', 'start', 'garbage', 'rulesOut'],
} as const;
