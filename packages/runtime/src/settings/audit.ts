import type { AuditOutcome } from '@dqs/core/audit';

import { choice, path, text } from './kinds.js';
import { setting } from './setting.js';
import { timeOf } from './units.js';

/** Repeated here, so that no command loads the log for the help of its settings; a test compares them. */
const OUTCOMES = ['done', 'denied', 'failed', 'begun'] as const satisfies readonly AuditOutcome[];

/** Settings of the audit log. */
export const AUDIT_SETTINGS = {
  auditLog: setting('--log <file>', 'entries of an exported audit log, one a line', path, { place: 'input' }),
  against: setting('--against <dir>', 'folder of anchored checkpoints, each a file', path, { place: 'input' }),
  auditKey: setting('--key <key>', 'key of who signed the checkpoints, name+id+base64', text, {
    otherwise: 'that of the store',
  }),
  auditActor: setting('--actor <name>', 'only what this person or key did, or what was done for it', text, {
    otherwise: 'everybody',
  }),
  auditAction: setting('--action <name>', 'only this action, such as model.promote, or area, such as model', text, {
    otherwise: 'all',
  }),
  auditTarget: setting('--target <id>', 'only what was done to this', text, { otherwise: 'all' }),
  auditOutcome: setting('--outcome <name>', 'only what ended so: {values}', choice(...OUTCOMES), { otherwise: 'all' }),
  auditFrom: setting('--from <time>', 'first day or time of the entries', timeOf('first'), {
    otherwise: 'the first of all',
  }),
  auditUntil: setting('--until <time>', 'last day or time of the entries', timeOf('last'), {
    otherwise: 'the last of all',
  }),
  auditFormat: setting(
    '-f, --format <name>',
    '{values}; ndjson are the entries as they were written, all of them unless --last is set',
    choice('table', 'csv', 'ndjson'),
    { default: 'table' },
  ),
  anchorTo: setting('--to <dir>', 'folder that takes the checkpoint as a file', path, { place: 'kept' }),
  anchorGit: setting(
    '--git <dir>',
    'folder of a git repository: the file is committed, and pushed if there is where to',
    path,
    {
      place: 'kept',
      danger: 'it commits and pushes',
    },
  ),
  anchorUrl: setting('--webhook <url>', 'URL that takes the checkpoint by POST', text, {
    isSecret: true,
    danger: 'it sends something to a server',
  }),
  anchorSyslog: setting(
    '--syslog <url>',
    'syslog server that takes the checkpoint: syslog://host:514 by UDP, syslog+tcp://host:601',
    text,
    { danger: 'it sends something to a server' },
  ),
};
