import type { OptionText } from './option-text.js';

/** Options of the registry of versions. */
export const REGISTRY_OPTIONS = {
  registry: { flags: '--registry <dir>', description: 'folder of the registry (default: registry)' },
} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const REGISTRY_COMMANDS = {} as const;
