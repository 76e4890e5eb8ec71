import { randomUUID } from 'node:crypto';

import type { Claim, ClaimRequest, OutboxMessage } from '@dqs/alerting';
import type { PoolClient } from 'pg';

import { textOfStored } from '../text/stored-text.js';
import { documentOf } from './documents.js';
import type { OutboxKeys } from './outbox-keys.js';

interface ClaimedRow {
  readonly content: string;
  readonly attempts: number;
  readonly first_attempt_at: number;
  readonly lease_until: number;
  readonly handle: string | null;
}

/**
 * For receiver and subject the oldest message that waits, if nobody has it. A row that another worker holds is skipped, and one
 * that it has just claimed is looked at again by its own columns.
 */
const CLAIM = `
  WITH head AS (
    SELECT DISTINCT ON (receiver, subject) number FROM dqs.outbox_message WHERE alerting = $5 AND state = 'waiting'
    ORDER BY receiver, subject, number
  ), picked AS (
    SELECT m.number FROM dqs.outbox_message m JOIN head USING (number)
    WHERE m.state = 'waiting' AND m.due_at <= $1 AND m.lease_until <= $1
      AND NOT EXISTS (SELECT FROM dqs.outbox_receiver r WHERE r.receiver = m.receiver AND r.off_at IS NOT NULL)
    ORDER BY m.number LIMIT $2 FOR UPDATE OF m SKIP LOCKED
  ), claimed AS (
    UPDATE dqs.outbox_message m
    SET attempts = m.attempts + 1, first_attempt_at = coalesce(m.first_attempt_at, $1), lease = $3, lease_until = $4
    FROM picked WHERE m.number = picked.number RETURNING m.*
  )
  SELECT c.content, c.attempts, c.first_attempt_at, c.lease_until, h.handle FROM claimed c
  LEFT JOIN dqs.outbox_handle h ON h.receiver = c.receiver AND h.subject = c.subject AND NOT c.anew
  ORDER BY c.number`;

/** Takes messages that are due, the oldest first. */
export async function claimMessages(
  client: PoolClient,
  { alerting }: OutboxKeys,
  { now, leaseMs, limit }: ClaimRequest,
): Promise<readonly Claim[]> {
  const lease = randomUUID();
  const { rows } = await client.query<ClaimedRow>(CLAIM, [now, limit, lease, now + leaseMs, alerting]);
  return rows.map(({ content, attempts, first_attempt_at: firstAttemptAt, lease_until: leaseUntil, handle }) => ({
    message: documentOf<OutboxMessage>(content),
    attempt: attempts,
    firstAttemptAt,
    ...(handle !== null && { handle: textOfStored(handle) }),
    lease,
    leaseUntil,
  }));
}
