import type { Checkpoint } from '@dqs/ledger';
import type { PoolClient } from 'pg';

import { wholeTime } from './issues.js';
import { storedKey } from '../text/stored-key.js';
import { storedText } from '../text/stored-text.js';

/** The checkpoint of a name that is the latest, of those as of a time up to it. */
export async function readCheckpoint(
  client: PoolClient,
  name: string,
  knownAt: number | undefined,
): Promise<Checkpoint | undefined> {
  const { rows } = await client.query<{ day: number; known_at: number; content: Buffer }>(
    `SELECT day, known_at, content FROM dqs.checkpoint WHERE key = $1 AND ($2::bigint IS NULL OR known_at <= $2)
     ORDER BY known_at DESC LIMIT 1`,
    [storedKey([name]), wholeTime(knownAt)],
  );
  const found = rows[0];
  return found && { day: found.day, knownAt: found.known_at, content: new Uint8Array(found.content) };
}

/** Keeps a checkpoint; one of the same name and time is replaced. */
export async function writeCheckpoint(client: PoolClient, name: string, { day, knownAt, content }: Checkpoint) {
  await client.query(
    `INSERT INTO dqs.checkpoint (key, known_at, name, day, content) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (key, known_at) DO UPDATE SET day = excluded.day, content = excluded.content`,
    [storedKey([name]), knownAt, storedText(name), day, Buffer.from(content)],
  );
}
