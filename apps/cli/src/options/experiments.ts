import type { OptionText } from './option-text.js';

/** Options of A/B tests. */
export const EXPERIMENT_OPTIONS = {} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const EXPERIMENT_COMMANDS = {} as const;
