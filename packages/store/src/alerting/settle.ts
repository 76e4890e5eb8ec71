import type { Claim, OutboxState, Verdict } from '@dqs/alerting';
import type { PoolClient } from 'pg';

import { storedText } from '../text/stored-text.js';
import type { OutboxKeys } from './outbox-keys.js';

/** Writes down how an attempt ended, in the transaction of the caller. */
export async function settleClaim(
  client: PoolClient,
  keys: OutboxKeys,
  { message, lease }: Pick<Claim, 'message' | 'lease'>,
  verdict: Verdict,
  now: number,
): Promise<void> {
  const key = keys.message(message.id);
  if (verdict.kind === 'sent') return sent(client, key, verdict.handle, now);
  const { changes, values } = changesOf(verdict, now);
  const { rowCount } = await client.query(
    `UPDATE dqs.outbox_message SET lease = NULL, lease_until = 0, ${changes}
     WHERE key = $1 AND state = 'waiting' AND lease = $2`,
    [key, lease, ...values],
  );
  if (verdict.kind !== 'gone' || rowCount === 0) return;
  await client.query('UPDATE dqs.outbox_receiver SET off_at = $2, off_why = $3 WHERE receiver = $1', [
    keys.receiver(message.receiver),
    now,
    storedText(verdict.why),
  ]);
}

/** What was sent stays sent, and the handle of the first that says so is the one that people follow. */
async function sent(client: PoolClient, key: Buffer, handle: string | undefined, now: number): Promise<void> {
  const { rows } = await client.query<{ receiver: Buffer; subject: Buffer }>(
    `UPDATE dqs.outbox_message SET state = 'sent', settled_at = $2, why = NULL, lease = NULL
     WHERE key = $1 AND state <> 'sent' RETURNING receiver, subject`,
    [key, now],
  );
  if (handle === undefined || rows[0] === undefined) return;
  await client.query(
    `INSERT INTO dqs.outbox_handle (receiver, subject, handle) VALUES ($1, $2, $3)
     ON CONFLICT (receiver, subject) DO UPDATE SET handle = excluded.handle`,
    [rows[0].receiver, rows[0].subject, storedText(handle)],
  );
}

function changesOf(
  verdict: Exclude<Verdict, { kind: 'sent' }>,
  now: number,
): {
  readonly changes: string;
  readonly values: readonly unknown[];
} {
  switch (verdict.kind) {
    case 'untried':
      return {
        changes: `due_at = $3, attempts = attempts - 1,
          first_attempt_at = CASE WHEN attempts > 1 THEN first_attempt_at END`,
        values: [verdict.dueAt],
      };
    case 'later':
      return { changes: 'due_at = $3, why = $4', values: [verdict.dueAt, storedText(verdict.why)] };
    case 'dead':
      return { changes: "state = 'dead', why = $3, settled_at = $4", values: [storedText(verdict.why), now] };
    case 'gone':
      return { changes: 'why = $3', values: [storedText(verdict.why)] };
  }
}

/** Has a dead letter sent after all, unless a newer message about its incident has been sent. */
export async function reviveMessage(
  client: PoolClient,
  keys: OutboxKeys,
  id: string,
  now: number,
): Promise<OutboxState | undefined> {
  const { rows } = await client.query<{ state: OutboxState }>(
    `UPDATE dqs.outbox_message m SET due_at = $2, state = CASE WHEN late.is_late THEN 'replaced' ELSE 'waiting' END,
       settled_at = CASE WHEN late.is_late THEN $2::bigint END
     FROM (SELECT d.number, d.is_incident AND EXISTS (
       SELECT FROM dqs.outbox_message newer WHERE newer.receiver = d.receiver AND newer.subject = d.subject
         AND newer.number > d.number AND newer.is_incident AND newer.state = 'sent'
     ) AS is_late FROM dqs.outbox_message d WHERE d.key = $1 FOR UPDATE OF d) AS late
     WHERE m.number = late.number AND m.state = 'dead' RETURNING m.state`,
    [keys.message(id), now],
  );
  return rows[0]?.state;
}

/** Lets a receiver get messages again. */
export async function switchOn(client: PoolClient, keys: OutboxKeys, receiver: string): Promise<void> {
  await client.query('UPDATE dqs.outbox_receiver SET off_at = NULL, off_why = NULL WHERE receiver = $1', [
    keys.receiver(receiver),
  ]);
}
