import type { OutboxMessage, OutboxStore } from '../outbox/outbox.js';
import { EXAMPLE_MESSAGE, EXAMPLE_NOTE } from './channel-messages.js';

/** An outbox with a place for a decision beside it, both in the same transactions. */
export interface OutboxBench<Tx> {
  readonly outbox: OutboxStore<Tx>;
  /** Runs work in a transaction that commits when it has ended well and rolls back if it throws. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Stores a decision. */
  decide(tx: Tx, decision: string): Promise<void>;
  /** The decisions that have been committed. */
  decisions(): Promise<readonly string[]>;
}

/** Opens the outbox of one place: what one stores the others find. The place is empty at the start of a test. */
export type OpenOutbox<Tx> = () => Promise<OutboxBench<Tx>>;

/** One promise of the contract of outboxes. */
export interface OutboxCase {
  readonly title: string;
  run<Tx>(open: OpenOutbox<Tx>): Promise<void>;
}

export const NOW = Date.UTC(2026, 10, 24, 4, 22);
export const LEASE_MS = 60_000;
export const AFTER_LEASE = NOW + LEASE_MS + 1;

/** A message about an incident, told apart by its text. */
export function incident(id: string, more: Partial<OutboxMessage> = {}): OutboxMessage {
  const subject = more.subject ?? 'INC-1';
  const content = { ...EXAMPLE_MESSAGE, incident: subject, what: `text of ${id}` };
  return { id, receiver: 'slack-data', subject, content, anew: false, createdAt: NOW, ...more };
}

/** A line of a thread. */
export function note(id: string, more: Partial<OutboxMessage> = {}): OutboxMessage {
  return { ...incident(id, more), content: { ...EXAMPLE_NOTE, text: `line of ${id}` } };
}

/** Queues messages, each in a transaction of its own. */
export async function queue<Tx>({ outbox, transact }: OutboxBench<Tx>, ...messages: OutboxMessage[]): Promise<void> {
  for (const message of messages) await transact((tx) => outbox.enqueue(tx, [message]));
}

/** Claims all that is due. */
export function claimAll<Tx>({ outbox }: OutboxBench<Tx>, now = NOW, limit = 100) {
  return outbox.claim({ now, leaseMs: LEASE_MS, limit });
}

/** Claims and sends until nothing is due; the ids in their order. */
export async function sendAll<Tx>(bench: OutboxBench<Tx>, now = NOW): Promise<string[]> {
  const sent: string[] = [];
  for (;;) {
    const claims = await claimAll(bench, now);
    if (claims.length === 0) return sent;
    for (const claim of claims) {
      await bench.outbox.settle(claim, { kind: 'sent', handle: `handle-${claim.message.id}` }, now);
      sent.push(claim.message.id);
    }
  }
}
