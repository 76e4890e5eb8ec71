import { MOST_INCIDENTS, type Incident, type IncidentQuery } from '@dqs/alerting';
import type { PoolClient } from 'pg';

import { storedKey } from '../text/stored-key.js';
import { storedText } from '../text/stored-text.js';
import { boundOf, documentOf, jsonOf, keyOf } from './documents.js';

/** Keeps incidents as they are now. */
export async function writeIncidents(client: PoolClient, name: string, incidents: readonly Incident[]): Promise<void> {
  if (incidents.length === 0) return;
  await client.query(
    `INSERT INTO dqs.alerting_incident (alerting, key, id, state, opened_at, content)
     SELECT $1, * FROM unnest($2::bytea[], $3::text[], $4::text[], $5::bigint[], $6::text[])
     ON CONFLICT (alerting, key) DO UPDATE
       SET state = excluded.state, opened_at = excluded.opened_at, content = excluded.content`,
    [
      keyOf(name),
      incidents.map(({ id }) => storedKey([id])),
      incidents.map(({ id }) => storedText(id)),
      incidents.map(({ state }) => state),
      incidents.map(({ openedAt }) => openedAt),
      incidents.map(jsonOf),
    ],
  );
}

/** Incidents of an alerting, the one that opened last first. */
export async function readIncidents(
  client: PoolClient,
  name: string,
  { states, from, until, limit = MOST_INCIDENTS }: IncidentQuery,
): Promise<readonly Incident[]> {
  const { rows } = await client.query<{ content: string }>(
    `SELECT content FROM dqs.alerting_incident
     WHERE alerting = $1 AND ($2::text[] IS NULL OR state = ANY($2))
       AND ($3::bigint IS NULL OR opened_at >= $3) AND ($4::bigint IS NULL OR opened_at < $4)
     ORDER BY opened_at DESC, id COLLATE "C" LIMIT $5`,
    [keyOf(name), states === undefined ? null : [...states], boundOf(from), boundOf(until), limit],
  );
  return rows.map(({ content }) => documentOf<Incident>(content));
}

/** An incident of an alerting. */
export async function readIncident(client: PoolClient, name: string, id: string): Promise<Incident | undefined> {
  const { rows } = await client.query<{ content: string }>(
    'SELECT content FROM dqs.alerting_incident WHERE alerting = $1 AND key = $2',
    [keyOf(name), storedKey([id])],
  );
  return rows[0] && documentOf<Incident>(rows[0].content);
}
