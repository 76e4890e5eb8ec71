import type { Content } from '../message/message.js';

/** Something to send. Its id is constant: whoever queues it twice queues it once. */
export interface OutboxMessage {
  readonly id: string;
  /** Name of a receiver of the policy. */
  readonly receiver: string;
  /** What it is about: an incident, or one digest. Within receiver and subject the order of sending is that of queueing. */
  readonly subject: string;
  readonly content: Content;
  /** Whether it is a message of its own, although there is one about the subject. */
  readonly anew: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/**
 * Where a message stands: it waits (also while it is being sent); it was sent; it was never attempted, because a newer one says
 * all that it would; or nothing more is tried until a person says so.
 */
export type OutboxState = 'waiting' | 'sent' | 'replaced' | 'dead';

/** A message and what has become of it. */
export interface OutboxEntry {
  readonly message: OutboxMessage;
  readonly state: OutboxState;
  /** Attempts that have begun. */
  readonly attempts: number;
  readonly firstAttemptAt: number | null;
  /** Not before then is it attempted again. */
  readonly dueAt: number;
  /** When it was sent, replaced or given up; null while it waits. */
  readonly settledAt: number | null;
  /** What the last attempt met; null before the first and after one that succeeded. */
  readonly why: string | null;
}

/** A message that one worker may attempt until its lease ends. */
export interface Claim {
  readonly message: OutboxMessage;
  /** From 1. */
  readonly attempt: number;
  readonly firstAttemptAt: number;
  /** What the channel returned for the last message about the subject. */
  readonly handle?: string;
  /** Names this claim; a later one of the same message has another. */
  readonly lease: string;
  readonly leaseUntil: number;
}

/** How an attempt ended. */
export type Verdict =
  | { readonly kind: 'sent'; readonly handle?: string }
  | { readonly kind: 'later'; readonly why: string; readonly dueAt: number }
  | { readonly kind: 'dead'; readonly why: string }
  /** There was no attempt: the claim counts as if it had not been made. */
  | { readonly kind: 'untried'; readonly dueAt: number }
  /** The receiver is no more: it is switched off, and what waits for it goes on waiting. */
  | { readonly kind: 'gone'; readonly why: string };

/** A receiver that gets nothing until a person switches it on. */
export interface SwitchedOff {
  readonly receiver: string;
  readonly why: string;
  readonly at: number;
}

/** How an outbox is doing. */
export interface OutboxStatus {
  readonly waiting: number;
  readonly dead: number;
  /** When the oldest message that waits was queued; null if none does. Its age is the metric to watch. */
  readonly oldestWaitingAt: number | null;
  readonly off: readonly SwitchedOff[];
}

/** Messages that an outbox lists at once. */
export const MOST_MESSAGES = 1000;

/** Which messages to list. */
export interface OutboxFilter {
  readonly state?: OutboxState;
  readonly receiver?: string;
  readonly subject?: string;
  /** Whether those that were queued last come first. @default false */
  readonly newestFirst?: boolean;
}

/** What a claim asks for. */
export interface ClaimRequest {
  readonly now: number;
  /** For how long nobody else gets what is claimed. */
  readonly leaseMs: number;
  /** The most messages. */
  readonly limit: number;
}

/**
 * Messages between a decision and its receivers. They are queued in the transaction that stores the decision, so that there is
 * neither one without the other; each is attempted until it is sent, always under its id. Several workers may claim at once.
 *
 * For receiver and subject at most one message is claimed at a time, the oldest that waits. A message about an incident that
 * was never attempted is `replaced` when a newer one about it is queued; lines of threads and digests never are.
 *
 * The suite of this contract is `OUTBOX_CONTRACT` of `@dqs/alerting/testing`.
 *
 * @typeParam Tx a transaction of the store.
 */
export interface OutboxStore<Tx> {
  /** Queues messages as part of a transaction, in their order; ids that are known are left as they are. */
  enqueue(tx: Tx, messages: readonly OutboxMessage[]): Promise<void>;

  /** The message about an incident that was queued last for a receiver, whatever became of it. */
  last(tx: Tx, receiver: string, subject: string): Promise<OutboxMessage | undefined>;

  /** Takes messages that are due, the oldest first; nothing of receivers that are switched off. */
  claim(request: ClaimRequest): Promise<readonly Claim[]>;

  /**
   * Writes down how an attempt ended. That it was sent counts whoever says it, also after the lease; anything else counts only
   * from the holder of the lease that is the last.
   */
  settle(claim: Pick<Claim, 'message' | 'lease'>, verdict: Verdict, now: number): Promise<void>;

  /** Messages in the order of queueing, or the other way round, at most {@link MOST_MESSAGES}. */
  list(filter: OutboxFilter): Promise<readonly OutboxEntry[]>;

  status(): Promise<OutboxStatus>;

  /** The receivers for which something was ever queued, in the order of their names. */
  receivers(): Promise<readonly string[]>;

  /**
   * Has a dead letter sent after all, unless a newer message about its incident has been sent: then it is `replaced`.
   *
   * @returns its new state; undefined if there is no dead letter of that id.
   */
  revive(id: string, now: number): Promise<OutboxState | undefined>;

  /** Lets a receiver get messages again, those that waited included. */
  switchOn(receiver: string): Promise<void>;
}
