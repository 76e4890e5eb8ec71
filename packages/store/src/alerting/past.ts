import { NO_ALERTS, pastStateOf, stateOfPast, type AlertingState, type KeptState } from '@dqs/alerting';
import { DqsError } from '@dqs/core';
import type { PoolClient } from 'pg';

import { boundOf, documentOf, keyOf } from './documents.js';

/** A state that an alerting has come to. */
export interface Reached {
  readonly name: string;
  /** The version that was left, and its state; undefined for the first. */
  readonly before: { readonly version: number; readonly state: string } | undefined;
  readonly state: AlertingState;
  readonly at: number;
}

/** Keeps a state that an alerting has come to among those that it had. */
export async function writePast(client: PoolClient, { name, before, state, at }: Reached): Promise<void> {
  const key = keyOf(name);
  const { rows } = await client.query<{ weight: number }>(
    'SELECT weight FROM dqs.alerting_past WHERE alerting = $1 AND version = $2',
    [key, before?.version ?? 0],
  );
  const known = before && rows[0] && { state: documentOf<AlertingState>(before.state), weight: rows[0].weight };
  const { isWhole, weight, content } = pastStateOf(known, state);
  await client.query('INSERT INTO dqs.alerting_past VALUES ($1, $2, $3, $4, $5, $6)', [
    ...[key, (before?.version ?? 0) + 1, at, isWhole, weight, content],
  ]);
}

/** Where an alerting stood at a time. @throws DqsError `history-removed`. */
export async function readPast(client: PoolClient, name: string, at: number): Promise<KeptState> {
  const key = keyOf(name);
  const last = await client.query<{ version: number | null; first: number | null }>(
    `SELECT max(version) FILTER (WHERE at <= $2) AS version, min(version) AS first
     FROM dqs.alerting_past WHERE alerting = $1`,
    [key, boundOf(Math.floor(at))],
  );
  const { version, first } = last.rows[0]!;
  if (version === null && (first ?? 1) === 1) return { version: 0, state: NO_ALERTS };
  if (version === null) throw removed(name, at);
  const { rows } = await client.query<{ content: string }>(
    `SELECT content FROM dqs.alerting_past WHERE alerting = $1 AND version <= $2 AND version >= (
       SELECT max(version) FROM dqs.alerting_past WHERE alerting = $1 AND version <= $2 AND is_whole
     ) ORDER BY version`,
    [key, version],
  );
  return { version, state: stateOfPast(rows) };
}

function removed(name: string, at: number): DqsError {
  const time = Number.isFinite(at) ? new Date(at).toISOString() : String(at);
  return new DqsError(
    'history-removed',
    `expected a time of which it is kept where the alerting "${name}" stood, got ${time}: retention has removed it, or no states ` +
      'were kept then; ask for a later time',
    { details: { name } },
  );
}
