import { pastStateOf, type AlertingState } from '@dqs/alerting';

import type { Migration } from '../migration.js';

/**
 * The states that alertings had: `content` is all of one, or what distinguishes it from the one before, as JSON; and when a message
 * was sent, replaced or given up. What was known before is the state in which an alerting stands.
 */
export const PAST_ALERTING: Migration = {
  version: 7,
  name: 'past-alerting',
  tables: ['alerting_past'],
  async up(client) {
    await client.query(`
      CREATE TABLE dqs.alerting_past (
        alerting bytea NOT NULL,
        version bigint NOT NULL,
        at bigint NOT NULL,
        is_whole boolean NOT NULL,
        weight bigint NOT NULL,
        content text NOT NULL,
        PRIMARY KEY (alerting, version)
      );
      CREATE INDEX alerting_past_whole ON dqs.alerting_past (alerting, version) WHERE is_whole;
      ALTER TABLE dqs.outbox_message ADD COLUMN IF NOT EXISTS settled_at bigint;
      UPDATE dqs.outbox_message SET settled_at = coalesce(first_attempt_at, created_at) WHERE state <> 'waiting'`);
    const { rows } = await client.query<{ key: Buffer; version: number; state: string; at: number | null }>(
      `SELECT key, version, state, (SELECT max(at) FROM dqs.alerting_step s WHERE s.alerting = a.key) AS at
       FROM dqs.alerting a`,
    );
    for (const { key, version, state: json, at } of rows) {
      const state = JSON.parse(json) as AlertingState;
      const { isWhole, weight, content } = pastStateOf(undefined, state);
      await client.query('INSERT INTO dqs.alerting_past VALUES ($1, $2, $3, $4, $5, $6)', [
        ...[key, version, at ?? state.at ?? 0, isWhole, weight, content],
      ]);
    }
  },
};
