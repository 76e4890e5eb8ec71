import * as z from 'zod/mini';

import { MAPPING } from './input.js';
import { choice, kind, list, number, path, text, whole } from './kinds.js';
import { setting } from './setting.js';

const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Settings of a system that runs by itself. */
export const JOB_SETTINGS = {
  inbox: setting('--inbox <dir>', 'folder whose files of results are added to the store as they come', path, {
    place: 'input',
    otherwise: 'none: results are added by dqs collect',
  }),
  collectFrom: setting(
    '--from <list>',
    'folders, or file: URLs of them, that are searched for results with all below them; an importer may stand in front: dbt=warehouse/target',
    list,
    { otherwise: 'none', danger: 'it has files of other folders read' },
  ),
  issueAt: setting(
    '--issue-at <HH:MM>',
    'time of day, UTC, from which on the forecasts of the day are issued',
    kind(() => z.string().check(z.regex(CLOCK, 'expected a time of day such as 06:00'))),
    { default: '06:00' },
  ),
  keepLedgerDays: setting(
    '--keep-ledger-days <n>',
    'days whose forecasts and grades are kept; results and the figures of monitoring are kept longer',
    whole(120, 36_600),
    { otherwise: 'all' },
  ),
  keepRecordDays: setting(
    '--keep-record-days <n>',
    'days for which messages, events, uneventful steps and past states of alerting are kept',
    whole(30, 36_600),
    { otherwise: 'all' },
  ),
  tickSeconds: setting(
    '--tick-seconds <n>',
    'seconds from one look at what is due to the next',
    number(() => z.number().check(z.gte(0.1), z.lte(3600))),
    { default: 60 },
  ),
  drainSeconds: setting(
    '--drain-seconds <n>',
    'seconds that running jobs have to end after Ctrl-C or SIGTERM, before they are left to another worker',
    number(() => z.number().check(z.gte(0), z.lte(3600))),
    { default: 25 },
  ),
  metricsPort: setting('--metrics-port <n>', 'port to serve metrics on; 0 takes a free one', whole(0, 65_535), {
    otherwise: 'none are served',
  }),
  metricsHost: setting('--metrics-host <name>', 'address to serve metrics on; they ask nobody for a key', text, {
    default: '127.0.0.1',
    danger: 'it opens a port to other machines',
  }),
  jobState: setting(
    '--state <name>',
    'only jobs of this state: {values}',
    choice('waiting', 'running', 'done', 'failed', 'cancelled'),
    {
      otherwise: 'all',
    },
  ),
  jobKind: setting('--kind <name>', 'kind of a job, as dqs jobs list shows it', text),
  jobKey: setting('--key <key>', 'what a job is about, as dqs jobs list shows it', text),
};

/** Names of the settings that works look at. */
export const WORKER = [
  'store',
  'databaseUrl',
  'inbox',
  'collectFrom',
  'issueAt',
  'issuedModel',
  'registry',
  'target',
  'targets',
  'catalog',
  'graceHours',
  'threads',
  'by',
  'policy',
  'pagesUrl',
  'organization',
  'mailServer',
  'mailFrom',
  'storeLeastFree',
  'servedRetraining',
  'keepLedgerDays',
  'keepRecordDays',
  'webhookNetworks',
  ...MAPPING,
] as const;
