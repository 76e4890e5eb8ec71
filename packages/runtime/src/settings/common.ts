import { choice, flag, list, path } from './kinds.js';
import { setting } from './setting.js';

/** Settings of every command. */
export const COMMON_SETTINGS = {
  json: setting('--json', 'print one JSON document', flag),
  config: setting('--config <file>', 'settings file', path, {
    otherwise: 'dqs.config.json if it exists',
    place: 'input',
  }),
  backends: setting('--backends <package...>', 'packages that provide further backends; their code is run', list, {
    danger: 'it runs the code of packages',
  }),
  logLevel: setting('--log-level <name>', '{values}', choice('debug', 'info', 'warn', 'error', 'silent'), {
    default: 'warn',
  }),
  verbose: setting('--verbose', 'log everything and show where errors come from', flag),
  quiet: setting('-q, --quiet', 'no progress bar', flag),
  shell: setting('--shell <name>', 'the shell that is to complete: {values}', choice('bash', 'zsh', 'fish')),
};

/** Settings that every command has. */
export const EVERYWHERE = ['json', 'config', 'backends', 'logLevel', 'verbose', 'quiet'] as const;
