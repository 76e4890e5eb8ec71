import type { OptionText } from './option-text.js';

/** Options of gates and data checks. */
export const VALIDATION_OPTIONS = {} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const VALIDATION_COMMANDS = {} as const;
