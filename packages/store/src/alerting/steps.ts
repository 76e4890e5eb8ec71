import {
  conflictOf,
  isEventful,
  markOf,
  MOST_STEPS,
  NO_ALERTS,
  type AlertingState,
  type AlertingStep,
  type KeptState,
  type SaveRequest,
  type StepQuery,
} from '@dqs/alerting';
import { compareText } from '@dqs/core';
import type { PoolClient } from 'pg';

import { storedText, textOfStored } from '../text/stored-text.js';
import { boundOf, documentOf, jsonOf, keyOf } from './documents.js';
import { writeIncidents } from './incidents.js';
import { writePast } from './past.js';
import { addSaying } from './sayings.js';

/** The alertings that have taken a step. */
export async function alertingNames(client: PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM dqs.alerting');
  return rows.map(({ name }) => textOfStored(name)).sort(compareText);
}

/** How many steps an alerting has taken. */
export async function alertingVersion(client: PoolClient, name: string): Promise<number> {
  const query = 'SELECT version FROM dqs.alerting WHERE key = $1';
  const { rows } = await client.query<{ version: number }>(query, [keyOf(name)]);
  return rows[0]?.version ?? 0;
}

/** Where an alerting stands. */
export async function loadState(client: PoolClient, name: string): Promise<KeptState> {
  const { rows } = await client.query<{ version: number; state: string }>(
    'SELECT version, state FROM dqs.alerting WHERE key = $1',
    [keyOf(name)],
  );
  const found = rows[0];
  if (found === undefined) return { version: 0, state: NO_ALERTS };
  return { version: found.version, state: documentOf<AlertingState>(found.state) };
}

/** Both give the state that is left back; of the first step there is none. */
const FIRST_STEP = `INSERT INTO dqs.alerting (key, version, state, name) VALUES ($1, $2, $3, $4)
  ON CONFLICT (key) DO NOTHING RETURNING NULL AS before_it`;
const NEXT_STEP = `WITH was AS (SELECT key, state FROM dqs.alerting WHERE key = $1 AND version = $4 FOR UPDATE)
  UPDATE dqs.alerting a SET version = $2, state = $3 FROM was WHERE a.key = was.key RETURNING was.state AS before_it`;

/** Takes a step; the row of the alerting is locked until the transaction ends, so that others wait and are refused. */
export async function saveStep(client: PoolClient, request: SaveRequest): Promise<number> {
  const { name, before, state, incidents, step, marks = [] } = request;
  const version = before + 1;
  const values = [keyOf(name), version, jsonOf(state)];
  const { rows } =
    before === 0
      ? await client.query<{ before_it: string | null }>(FIRST_STEP, [...values, storedText(name)])
      : await client.query<{ before_it: string | null }>(NEXT_STEP, [...values, before]);
  const [taken] = rows;
  if (taken === undefined) throw conflictOf(name, before);
  const known = taken.before_it === null ? undefined : { version: before, state: taken.before_it };
  await writePast(client, { name, before: known, state, at: step.at });
  const record: AlertingStep = { ...step, version, incidents: incidents.map(({ id }) => id) };
  await client.query('INSERT INTO dqs.alerting_step VALUES ($1, $2, $3, $4, $5)', [
    keyOf(name),
    version,
    step.at,
    isEventful(step, incidents),
    jsonOf(record),
  ]);
  await writeIncidents(client, name, incidents);
  for (const request of marks) {
    const { withdrawn: _, ...mark } = markOf(request);
    await addSaying(client, 'mark', name, mark);
  }
  return version;
}

/** Steps of an alerting, in their order. */
export async function readSteps(client: PoolClient, name: string, query: StepQuery): Promise<readonly AlertingStep[]> {
  const { from, until, after = 0, eventful = false, limit = MOST_STEPS } = query;
  const { rows } = await client.query<{ content: string }>(
    `SELECT content FROM dqs.alerting_step
     WHERE alerting = $1 AND version > $2 AND ($3::bigint IS NULL OR at >= $3) AND ($4::bigint IS NULL OR at < $4)
       AND (eventful OR NOT $5) ORDER BY version LIMIT $6`,
    [keyOf(name), after, boundOf(from), boundOf(until), eventful, Math.min(limit, MOST_STEPS)],
  );
  return rows.map(({ content }) => documentOf<AlertingStep>(content));
}
