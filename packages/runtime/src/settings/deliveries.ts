import { flag, path, storePlace, text } from './kinds.js';
import { setting } from './setting.js';
import { timeOf } from './units.js';

/** Settings of stores of deliveries. */
export const DELIVERY_SETTINGS = {
  store: setting(
    '--store <dir>',
    'store of deliveries, as filled by dqs collect: a folder, or s3://bucket/prefix, which has its database elsewhere',
    storePlace,
    { place: 'kept' },
  ),
  databaseUrl: setting(
    '--database-url <url>',
    'PostgreSQL server that keeps the database of the store: postgres://user@host/name; PGPASSWORD is respected',
    text,
    {
      otherwise: 'an embedded one, in the folder postgres of the store',
      variable: 'DATABASE_URL',
      isSecret: true,
      danger: 'it sends what is stored, under your name, to a server',
    },
  ),
  knownAt: setting(
    '--known-at <time>',
    'only what had arrived in the store by then: a day (its end, UTC) or a time such as 2026-03-01T12:00:00Z',
    timeOf('last'),
    { otherwise: 'everything' },
  ),
  deliveryId: setting('--id <key>', 'id of the delivery: the same one again is a correction', text, {
    otherwise: 'the sha256 of the content',
  }),
  delivery: setting('--id <key>', 'id of a delivery, as dqs deliveries list shows it', text),
  backupFile: setting('--backup <file>', 'backup to restore, as written by dqs store backup', path, { place: 'input' }),
  replaceAll: setting('--replace', 'give up what the database holds', flag),
  correction: setting('--input <path>', 'the file that takes its place, or - for stdin', path, { place: 'input' }),
};
