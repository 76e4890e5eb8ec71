import type { Migration } from '../migration.js';

/**
 * Which days have changed since they were graded, and where running computations stand. Days that are there already count as
 * changed once, so that they are graded again: grades that are kept stay, and the others are added.
 */
export const DAYS: Migration = {
  version: 2,
  name: 'days',
  tables: ['day', 'checkpoint'],
  async up(client) {
    await client.query(`
      CREATE TABLE dqs.day (
        day integer PRIMARY KEY,
        changes bigint NOT NULL,
        settled bigint NOT NULL DEFAULT 0
      );
      CREATE INDEX day_to_settle ON dqs.day (day) WHERE settled < changes;
      CREATE TABLE dqs.checkpoint (
        key bytea NOT NULL,
        known_at bigint NOT NULL,
        name text NOT NULL,
        day integer NOT NULL,
        content bytea NOT NULL,
        PRIMARY KEY (key, known_at)
      );
      INSERT INTO dqs.day (day, changes)
        SELECT day, 1 FROM (
          SELECT target_day AS day FROM dqs.forecast UNION SELECT day FROM dqs.actual UNION SELECT day FROM dqs.intervention
        ) AS known`);
  },
};
