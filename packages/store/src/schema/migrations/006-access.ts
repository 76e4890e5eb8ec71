import type { Migration } from '../migration.js';

/**
 * Answers that are given again to the same request, and who is told of events. `request` and `key` are hashes, the content of an
 * answer is sealed by whoever keeps it, that of a webhook JSON; times are milliseconds since 1970. A webhook has been told of events
 * up to `position`.
 */
export const ACCESS: Migration = {
  version: 6,
  name: 'access',
  tables: ['answer', 'webhook'],
  async up(client) {
    await client.query(`
      CREATE TABLE dqs.answer (
        key bytea PRIMARY KEY,
        request bytea NOT NULL,
        lease uuid NOT NULL,
        lease_until bigint NOT NULL,
        expires_at bigint NOT NULL,
        content bytea
      );
      CREATE INDEX answer_expires ON dqs.answer (expires_at);
      CREATE TABLE dqs.webhook (
        id text PRIMARY KEY,
        created_at bigint NOT NULL,
        position bigint NOT NULL,
        content text NOT NULL
      );`);
  },
};
