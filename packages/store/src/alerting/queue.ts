import type { OutboxMessage } from '@dqs/alerting';
import type { PoolClient } from 'pg';

import { lockToTheEnd } from '../database/lock.js';
import { storedText } from '../text/stored-text.js';
import { jsonOf } from './documents.js';
import type { OutboxKeys } from './outbox-keys.js';

/** A message with the keys by which it is found. */
interface Queued {
  readonly message: OutboxMessage;
  readonly key: Buffer;
  readonly receiver: Buffer;
  readonly subject: Buffer;
}

/**
 * Queues messages at the end, in their order. Whoever queues waits until others that do so have committed: numbers are given in
 * the order in which messages can be seen.
 */
export async function queueMessages(
  client: PoolClient,
  keys: OutboxKeys,
  messages: readonly OutboxMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  await lockToTheEnd(client, 'dqs.outbox');
  const fresh = await unknownOnes(client, keys, messages);
  if (fresh.length === 0) return;
  const about = fresh.filter(({ message }) => message.content.kind === 'incident');
  if (about.length > 0) await replaceOlder(client, about);
  await insert(client, keys, fresh);
  await noteReceivers(client, keys, fresh);
}

/** Messages whose ids are not known, each once. */
async function unknownOnes(
  client: PoolClient,
  keys: OutboxKeys,
  messages: readonly OutboxMessage[],
): Promise<readonly Queued[]> {
  const byId = new Map<string, OutboxMessage>();
  for (const message of messages) if (!byId.has(message.id)) byId.set(message.id, message);
  const all = [...byId.values()].map((message) => ({
    message,
    key: keys.message(message.id),
    receiver: keys.receiver(message.receiver),
    subject: keys.subject(message.subject),
  }));
  const { rows } = await client.query<{ key: Buffer }>('SELECT key FROM dqs.outbox_message WHERE key = ANY($1)', [
    all.map(({ key }) => key),
  ]);
  const known = new Set(rows.map(({ key }) => key.toString('hex')));
  return all.filter(({ key }) => !known.has(key.toString('hex')));
}

/** What was never attempted need not be said any more: a newer message about the incident says it. */
async function replaceOlder(client: PoolClient, about: readonly Queued[]): Promise<void> {
  await client.query(
    `UPDATE dqs.outbox_message m SET state = 'replaced', settled_at = new.created_at
     FROM (SELECT receiver, subject, min(created_at) AS created_at
       FROM unnest($1::bytea[], $2::bytea[], $3::bigint[]) AS n (receiver, subject, created_at) GROUP BY 1, 2) AS new
     WHERE m.state = 'waiting' AND m.attempts = 0 AND m.is_incident AND m.receiver = new.receiver AND m.subject = new.subject`,
    [
      about.map(({ receiver }) => receiver),
      about.map(({ subject }) => subject),
      about.map(({ message }) => message.createdAt),
    ],
  );
}

async function insert(client: PoolClient, { alerting }: OutboxKeys, fresh: readonly Queued[]): Promise<void> {
  const overtaken = overtakenOnes(fresh);
  await client.query(
    `INSERT INTO dqs.outbox_message
       (number, alerting, key, receiver, subject, is_incident, anew, content, created_at, state, attempts, due_at, settled_at, lease_until)
     SELECT (SELECT coalesce(max(number), 0) FROM dqs.outbox_message) + position, $9, key, receiver, subject, is_incident, anew,
       content, created_at, state, 0, created_at, CASE WHEN state = 'replaced' THEN created_at END, 0
     FROM unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::boolean[], $5::boolean[], $6::text[], $7::bigint[], $8::text[])
       WITH ORDINALITY AS new (key, receiver, subject, is_incident, anew, content, created_at, state, position)`,
    [
      fresh.map(({ key }) => key),
      fresh.map(({ receiver }) => receiver),
      fresh.map(({ subject }) => subject),
      fresh.map(({ message }) => message.content.kind === 'incident'),
      fresh.map(({ message }) => message.anew),
      fresh.map(({ message }) => jsonOf(message)),
      fresh.map(({ message }) => message.createdAt),
      fresh.map((one) => (overtaken.has(one) ? 'replaced' : 'waiting')),
      alerting,
    ],
  );
}

/** Messages about incidents that are followed by another one about the same in one go. */
function overtakenOnes(fresh: readonly Queued[]): ReadonlySet<Queued> {
  const last = new Map<string, Queued>();
  const overtaken = new Set<Queued>();
  for (const one of fresh) {
    if (one.message.content.kind !== 'incident') continue;
    const lane = JSON.stringify([one.message.receiver, one.message.subject]);
    const before = last.get(lane);
    if (before) overtaken.add(before);
    last.set(lane, one);
  }
  return overtaken;
}

async function noteReceivers(client: PoolClient, { alerting }: OutboxKeys, fresh: readonly Queued[]): Promise<void> {
  const byName = new Map(fresh.map((one) => [one.message.receiver, one.receiver]));
  await client.query(
    `INSERT INTO dqs.outbox_receiver (receiver, name, alerting) SELECT *, $3 FROM unnest($1::bytea[], $2::text[])
     ON CONFLICT (receiver) DO NOTHING`,
    [[...byName.values()], [...byName.keys()].map(storedText), alerting],
  );
}
