import type { Migration } from '../migration.js';

/** Series by their small number, and how far deliveries were collected. */
export const SERIES: Migration = {
  version: 1,
  name: 'series',
  async up(client) {
    await client.query(`
      CREATE TABLE dqs.series (
        series integer PRIMARY KEY,
        tenant_id text NOT NULL,
        dataset_uuid text NOT NULL,
        rule_code text NOT NULL,
        dataset_name text NOT NULL,
        level text,
        source text,
        UNIQUE (tenant_id, dataset_uuid, rule_code)
      );
      CREATE TABLE dqs.cursor (
        name text PRIMARY KEY,
        position bigint NOT NULL,
        moved_at bigint NOT NULL
      )`);
  },
};
