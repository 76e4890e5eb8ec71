import {
  MOST_MESSAGES,
  type OutboxEntry,
  type OutboxFilter,
  type OutboxMessage,
  type OutboxState,
  type OutboxStatus,
} from '@dqs/alerting';
import { compareText } from '@dqs/core';
import type { PoolClient } from 'pg';

import { textOfStored } from '../text/stored-text.js';
import { documentOf } from './documents.js';
import type { OutboxKeys } from './outbox-keys.js';

interface EntryRow {
  readonly content: string;
  readonly state: OutboxState;
  readonly attempts: number;
  readonly first_attempt_at: number | null;
  readonly due_at: number;
  readonly settled_at: number | null;
  readonly why: string | null;
}

/** The message about an incident that was queued last for a receiver. */
export async function lastMessage(
  client: PoolClient,
  keys: OutboxKeys,
  receiver: string,
  subject: string,
): Promise<OutboxMessage | undefined> {
  const { rows } = await client.query<{ content: string }>(
    `SELECT content FROM dqs.outbox_message WHERE receiver = $1 AND subject = $2 AND is_incident
     ORDER BY number DESC LIMIT 1`,
    [keys.receiver(receiver), keys.subject(subject)],
  );
  return rows[0] && documentOf<OutboxMessage>(rows[0].content);
}

/** Messages in the order of queueing, or the other way round. */
export async function listMessages(
  client: PoolClient,
  keys: OutboxKeys,
  { state, receiver, subject, newestFirst = false }: OutboxFilter,
): Promise<readonly OutboxEntry[]> {
  const { rows } = await client.query<EntryRow>(
    `SELECT content, state, attempts, first_attempt_at, due_at, settled_at, why FROM dqs.outbox_message
     WHERE alerting = $4 AND ($1::text IS NULL OR state = $1) AND ($2::bytea IS NULL OR receiver = $2) AND ($3::bytea IS NULL OR subject = $3)
     ORDER BY number ${newestFirst ? 'DESC' : 'ASC'} LIMIT ${MOST_MESSAGES}`,
    [
      state ?? null,
      receiver === undefined ? null : keys.receiver(receiver),
      subject === undefined ? null : keys.subject(subject),
      keys.alerting,
    ],
  );
  return rows.map(entryOf);
}

/** The messages that were queued last for a receiver, the last one first. */
export async function recentMessages(
  client: PoolClient,
  keys: OutboxKeys,
  receiver: string,
  limit: number,
): Promise<readonly OutboxEntry[]> {
  const { rows } = await client.query<EntryRow>(
    `SELECT content, state, attempts, first_attempt_at, due_at, settled_at, why FROM dqs.outbox_message
     WHERE receiver = $1 ORDER BY number DESC LIMIT $2`,
    [keys.receiver(receiver), limit],
  );
  return rows.map(entryOf);
}

function entryOf(row: EntryRow): OutboxEntry {
  return {
    message: documentOf<OutboxMessage>(row.content),
    state: row.state,
    attempts: row.attempts,
    firstAttemptAt: row.first_attempt_at,
    dueAt: row.due_at,
    settledAt: row.settled_at,
    why: row.why === null ? null : textOfStored(row.why),
  };
}

/** How the outbox is doing, read as it was at one moment. */
export async function outboxStatus(client: PoolClient, { alerting }: OutboxKeys): Promise<OutboxStatus> {
  const { rows } = await client.query<{ waiting: number; dead: number; oldest: number | null }>(
    `SELECT (SELECT count(*) FROM dqs.outbox_message WHERE alerting = $1 AND state = 'dead') AS dead,
       count(*) AS waiting, min(created_at) AS oldest FROM dqs.outbox_message WHERE alerting = $1 AND state = 'waiting'`,
    [alerting],
  );
  const off = await client.query<{ name: string; why: string; at: number }>(
    `SELECT name, off_why AS why, off_at AS at FROM dqs.outbox_receiver WHERE alerting = $1 AND off_at IS NOT NULL
     ORDER BY off_at, receiver`,
    [alerting],
  );
  const { waiting, dead, oldest } = rows[0]!;
  return {
    waiting,
    dead,
    oldestWaitingAt: oldest,
    off: off.rows.map(({ name, why, at }) => ({ receiver: textOfStored(name), why: textOfStored(why), at })),
  };
}

/** The receivers for which something was ever queued. */
export async function knownReceivers(client: PoolClient, { alerting }: OutboxKeys): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM dqs.outbox_receiver WHERE alerting = $1', [
    alerting,
  ]);
  return rows.map(({ name }) => textOfStored(name)).sort(compareText);
}
