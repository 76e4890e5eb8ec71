import type { OptionText } from './option-text.js';

/** Options of every command, and those that many share. */
export const COMMON_OPTIONS = {
  seed: { flags: '--seed <n>', description: 'random seed; the same data and seed give the same bytes (default: 42)' },
  threads: { flags: '-t, --threads <n>', description: 'threads to use; 0 uses all cores (default: 0)' },
  backends: {
    flags: '--backends <package...>',
    description: 'packages that provide further backends; their code is run',
  },
  json: { flags: '--json', description: 'print one JSON document' },
  config: {
    flags: '--config <file>',
    description: 'settings file (default: dqs.config.json if it exists)',
    place: 'input',
  },
  logLevel: { flags: '--log-level <name>', description: 'debug, info, warn, error or silent (default: warn)' },
  verbose: { flags: '--verbose', description: 'log everything and show where errors come from' },
  quiet: { flags: '-q, --quiet', description: 'no progress bar' },
} as const satisfies Readonly<Record<string, OptionText>>;

/** Settings that every command has. */
export const COMMON_SETTINGS = ['json', 'config', 'backends', 'logLevel', 'verbose', 'quiet'] as const;

/** The commands of this area with their settings. */
export const COMMON_COMMANDS = { doctor: [] } as const;
