import type { OptionText } from './option-text.js';

/** Options of batch prediction. */
export const BATCH_OPTIONS = {} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const BATCH_COMMANDS = {} as const;
