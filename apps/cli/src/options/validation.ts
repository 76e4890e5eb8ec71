import { INPUT_SETTINGS } from './input.js';
import type { OptionText } from './option-text.js';

/** Options of gates and data checks. */
export const VALIDATION_OPTIONS = {
  noGates: { flags: '--no-gates', description: 'skip the gates; the bundle records that they were skipped' },
  limit: {
    flags: '--limit <name=value...>',
    description: 'limit of a gate, such as minSkill=0.1 (default: those of docs/guides/validation.md)',
  },
  validationFolds: {
    flags: '--folds <n>',
    description: 'windows of the rolling backtest, with the model retrained for each; 0 for none (default: 2)',
  },
} as const satisfies Readonly<Record<string, OptionText>>;

/** The settings of gates that a training takes. */
export const GATE_SETTINGS = ['noGates', 'limit'] as const;

/** What a model is judged by and with, wherever all gates are asked: by `validate`, and before a promotion. */
export const JUDGING_SETTINGS = [
  ...INPUT_SETTINGS,
  'ruleMetadata',
  'limit',
  'validationFolds',
  'seed',
  'threads',
] as const;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const VALIDATION_COMMANDS = {
  validate: ['model', 'registry', ...JUDGING_SETTINGS, 'html'],
} as const;
