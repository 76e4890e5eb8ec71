import { command } from './command.js';

/** Commands of the database of a store, and of places for artifacts. */
export const STORE_COMMANDS = [
  command({
    name: 'store status',
    summary: 'show what there is of the database of a store: where, which version, how much, who uses it',
    description: 'Changes nothing: no database is made and no schema migrated.',
    examples: ['dqs store status --store results-store', 'DATABASE_URL=postgres://dqs@db/dqs dqs store status --json'],
    settings: ['store', 'databaseUrl'],
    work: async (context) => (await import('../commands/store/status.js')).showStatus(context),
  }),
  command({
    name: 'store migrate',
    summary: 'bring the database of a store to the schema of this version',
    description:
      'Forward only, in one transaction; of several processes that try at once one does it. An embedded database is migrated ' +
      'by the first command that opens it, a server only by this one.',
    examples: ['dqs store migrate --store results-store', 'dqs store migrate --database-url postgres://dqs@db/dqs'],
    settings: ['store', 'databaseUrl'],
    work: async (context) => (await import('../commands/store/migrate.js')).migrateStore(context),
  }),
  command({
    name: 'store prune',
    summary: 'show what of the database is older than it has to be, and with --apply remove it',
    description:
      'A worker with the same settings does it once a day. Of the ledger whole quarters go, once each of their days is older and ' +
      'graded; results and the figures of monitoring stay, and days whose forecasts are gone are never graded again. Jobs are kept ' +
      'for 30 days anyway.',
    examples: [
      'dqs store prune --store results-store --keep-ledger-days 730 --keep-record-days 90',
      'dqs store prune --store results-store --keep-record-days 90 --apply',
    ],
    settings: ['store', 'databaseUrl', 'keepLedgerDays', 'keepRecordDays', 'apply'],
    work: async (context) => (await import('../commands/store/prune.js')).pruneDatabase(context),
  }),
  command({
    name: 'store backup',
    summary: 'write all that the database of a store holds into one file, as of one moment',
    description:
      'Others may go on working. The deliveries of a store are files of their own: copy the folder, without postgres.',
    examples: ['dqs store backup --store results-store --out store.dqs-backup'],
    settings: ['store', 'databaseUrl', 'out'],
    work: async (context) => (await import('../commands/store/backup.js')).backupStore(context),
  }),
  command({
    name: 'store restore',
    summary: 'fill the database of a store from a backup',
    description:
      'Of this version or an earlier one, made on an embedded database or a server. The backup is checked from end to end ' +
      'first, and restored in one transaction: all of it or nothing.',
    examples: [
      'dqs store restore store.dqs-backup --store new-store',
      'dqs store restore store.dqs-backup --database-url postgres://dqs@db/dqs --replace',
    ],
    positionals: [{ setting: 'backupFile', syntax: '[backup]' }],
    settings: ['backupFile', 'store', 'databaseUrl', 'replaceAll'],
    work: async (context) => (await import('../commands/store/restore.js')).restoreStore(context),
  }),
  command({
    name: 'store check',
    summary: 'try whether a bucket or folder keeps what a registry relies on, before one is put there',
    description:
      'Lets 16 writers race for one key, as creators and as replacers, lets stale ones try, and looks at once for what was ' +
      'written. A store that ignores conditions is refused with exit code 1: writers would overwrite each other there. Writes ' +
      'some small objects below dqs-store-check and removes them.',
    examples: ['dqs store check s3://models/registry', 'dqs store check registry --json'],
    positionals: [{ setting: 'checkedStore', syntax: '[url]' }],
    settings: ['checkedStore'],
    work: async (context) => (await import('../commands/store/check.js')).checkStorePlace(context),
  }),
];
