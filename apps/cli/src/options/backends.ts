import type { OptionText } from './option-text.js';

/** Options of choosing between backends and of explanations. */
export const BACKEND_OPTIONS = {} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const BACKEND_COMMANDS = {} as const;
