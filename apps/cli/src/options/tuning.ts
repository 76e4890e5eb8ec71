import type { OptionText } from './option-text.js';

/** Options of hyperparameter search. */
export const TUNING_OPTIONS = {} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const TUNING_COMMANDS = {} as const;
