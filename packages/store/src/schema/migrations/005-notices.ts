import type { Migration } from '../migration.js';

/** What stands until somebody changes it. Times are milliseconds since 1970, `data` is JSON, names as in the ledger. */
export const NOTICES: Migration = {
  version: 5,
  name: 'notices',
  tables: ['notice'],
  async up(client) {
    await client.query(`
      CREATE TABLE dqs.notice (
        key bytea PRIMARY KEY,
        name text NOT NULL,
        at bigint NOT NULL,
        by text NOT NULL,
        data text NOT NULL
      )`);
  },
};
