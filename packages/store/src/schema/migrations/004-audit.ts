import type { Migration } from '../migration.js';

/**
 * Who did what, and what happened. The bytes of an entry are what its successor and the Merkle tree hash, so nothing else of it
 * is stored. Times are milliseconds since 1970, `data` is JSON.
 */
export const AUDIT: Migration = {
  version: 4,
  name: 'audit',
  tables: ['audit_entry', 'event'],
  async up(client) {
    await client.query(`
      CREATE TABLE dqs.audit_entry (number bigint PRIMARY KEY, bytes bytea NOT NULL);
      CREATE TABLE dqs.event (
        number bigint PRIMARY KEY,
        at bigint NOT NULL,
        type text NOT NULL,
        tenant text,
        subject text NOT NULL,
        data text NOT NULL
      );
      CREATE INDEX event_at ON dqs.event (at);`);
  },
};
