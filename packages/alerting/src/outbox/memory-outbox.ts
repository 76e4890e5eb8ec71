import { compareText } from '@dqs/core';

import {
  MOST_MESSAGES,
  type Claim,
  type ClaimRequest,
  type OutboxEntry,
  type OutboxFilter,
  type OutboxMessage,
  type OutboxState,
  type OutboxStatus,
  type OutboxStore,
  type SwitchedOff,
  type Verdict,
} from './outbox.js';

/** What a transaction does when it commits. */
export class MemoryTransaction {
  readonly #checks: (() => void)[] = [];
  readonly #steps: (() => void)[] = [];

  /** Adds what has to hold when it commits; a check that throws undoes the transaction. */
  require(check: () => void): void {
    this.#checks.push(check);
  }

  /** Adds a step; none may throw. */
  add(step: () => void): void {
    this.#steps.push(step);
  }

  /** Does all steps at once, or none if a check throws. */
  commit(): void {
    for (const check of this.#checks) check();
    for (const step of this.#steps.splice(0)) step();
  }
}

/** Runs work in a transaction that commits when it has ended well. */
export async function inMemory<T>(work: (tx: MemoryTransaction) => Promise<T>): Promise<T> {
  const tx = new MemoryTransaction();
  const result = await work(tx);
  tx.commit();
  return result;
}

interface Row {
  readonly number: number;
  readonly message: OutboxMessage;
  readonly lane: string;
  state: OutboxState;
  attempts: number;
  firstAttemptAt: number | null;
  dueAt: number;
  settledAt: number | null;
  why: string | null;
  lease: string | null;
  leaseUntil: number;
}

/** An outbox in memory, for tests and simulations; it forgets everything with its process. */
export class MemoryOutbox implements OutboxStore<MemoryTransaction> {
  readonly #rows = new Map<string, Row>();
  /** By receiver and subject, in the order of queueing. */
  readonly #lanes = new Map<string, Row[]>();
  /** Rows that wait, in the order of queueing: all that a claim looks at. */
  #waiting = new Set<Row>();
  readonly #handles = new Map<string, string>();
  readonly #off = new Map<string, SwitchedOff>();
  #leases = 0;

  /** Runs work in a transaction: what it queues is there when it has ended well, and not at all if it throws. */
  transact<T>(work: (tx: MemoryTransaction) => Promise<T>): Promise<T> {
    return inMemory(work);
  }

  enqueue(tx: MemoryTransaction, messages: readonly OutboxMessage[]): Promise<void> {
    const copies = copyOf(messages);
    tx.add(() => copies.forEach((message) => this.#queue(message)));
    return Promise.resolve();
  }

  #queue(message: OutboxMessage): void {
    if (this.#rows.has(message.id)) return;
    const lane = laneOf(message);
    const before = this.#lanes.get(lane) ?? [];
    if (message.content.kind === 'incident') {
      for (const row of before) if (isReplaceable(row)) this.#move(row, 'replaced', message.createdAt);
    }
    const times = { firstAttemptAt: null, dueAt: message.createdAt, settledAt: null, leaseUntil: 0 };
    const name = { number: this.#rows.size, message, lane };
    const row: Row = { ...name, state: 'waiting', attempts: 0, ...times, why: null, lease: null };
    this.#rows.set(message.id, row);
    this.#waiting.add(row);
    if (before.push(row) === 1) this.#lanes.set(lane, before);
  }

  #move(row: Row, state: OutboxState, at: number): void {
    row.state = state;
    row.settledAt = state === 'waiting' ? null : at;
    if (state !== 'waiting') this.#waiting.delete(row);
    // What is revived takes its old place.
    else this.#waiting = new Set([...this.#waiting, row].sort((a, b) => a.number - b.number));
  }

  last(_tx: MemoryTransaction, receiver: string, subject: string): Promise<OutboxMessage | undefined> {
    const lane = this.#lanes.get(laneOf({ receiver, subject })) ?? [];
    const row = lane.findLast(({ message }) => message.content.kind === 'incident');
    return Promise.resolve(row && copyOf(row.message));
  }

  claim({ now, leaseMs, limit }: ClaimRequest): Promise<readonly Claim[]> {
    const claims: Claim[] = [];
    const lanes = new Set<string>();
    for (const row of this.#waiting) {
      if (claims.length === limit) break;
      const isHead = !lanes.has(row.lane);
      lanes.add(row.lane);
      if (!isHead || !this.#isClaimable(row, now)) continue;
      this.#leases += 1;
      row.attempts += 1;
      row.firstAttemptAt ??= now;
      row.lease = `lease-${this.#leases}`;
      row.leaseUntil = now + leaseMs;
      const handle = row.message.anew ? undefined : this.#handles.get(row.lane);
      claims.push({
        message: copyOf(row.message),
        attempt: row.attempts,
        firstAttemptAt: row.firstAttemptAt,
        ...(handle !== undefined && { handle }),
        lease: row.lease,
        leaseUntil: row.leaseUntil,
      });
    }
    return Promise.resolve(claims);
  }

  #isClaimable({ dueAt, leaseUntil, message }: Row, now: number): boolean {
    return dueAt <= now && leaseUntil <= now && !this.#off.has(message.receiver);
  }

  settle({ message, lease }: Pick<Claim, 'message' | 'lease'>, verdict: Verdict, now: number): Promise<void> {
    const row = this.#rows.get(message.id);
    if (row !== undefined) this.#settle(row, lease, verdict, now);
    return Promise.resolve();
  }

  #settle(row: Row, lease: string, verdict: Verdict, now: number): void {
    if (verdict.kind === 'sent') {
      if (row.state === 'sent') return;
      this.#move(row, 'sent', now);
      Object.assign(row, { why: null, lease: null });
      if (verdict.handle !== undefined) this.#handles.set(row.lane, verdict.handle);
      return;
    }
    if (row.state !== 'waiting' || row.lease !== lease) return;
    Object.assign(row, { lease: null, leaseUntil: 0 });
    if (verdict.kind === 'untried') {
      row.attempts -= 1;
      if (row.attempts === 0) row.firstAttemptAt = null;
      row.dueAt = verdict.dueAt;
      return;
    }
    row.why = verdict.why;
    if (verdict.kind === 'later') row.dueAt = verdict.dueAt;
    else if (verdict.kind === 'dead') this.#move(row, 'dead', now);
    else this.#off.set(row.message.receiver, { receiver: row.message.receiver, why: verdict.why, at: now });
  }

  list({ state, receiver, subject, newestFirst = false }: OutboxFilter): Promise<readonly OutboxEntry[]> {
    const found = [...this.#rows.values()].filter(
      (row) =>
        (state === undefined || row.state === state) &&
        (receiver === undefined || row.message.receiver === receiver) &&
        (subject === undefined || row.message.subject === subject),
    );
    if (newestFirst) found.reverse();
    return Promise.resolve(found.slice(0, MOST_MESSAGES).map(entryOf));
  }

  status(): Promise<OutboxStatus> {
    const rows = [...this.#rows.values()];
    const waiting = [...this.#waiting];
    const oldest = waiting.reduce((least, { message }) => Math.min(least, message.createdAt), Infinity);
    return Promise.resolve({
      waiting: waiting.length,
      dead: rows.filter(({ state }) => state === 'dead').length,
      oldestWaitingAt: waiting.length === 0 ? null : oldest,
      off: [...this.#off.values()],
    });
  }

  receivers(): Promise<readonly string[]> {
    const names = new Set([...this.#rows.values()].map(({ message }) => message.receiver));
    return Promise.resolve([...names].sort(compareText));
  }

  revive(id: string, now: number): Promise<OutboxState | undefined> {
    const row = this.#rows.get(id);
    if (row?.state !== 'dead') return Promise.resolve(undefined);
    const newer = this.#lanes.get(row.lane)!.filter(({ number }) => number > row.number);
    const isOvertaken = newer.some(({ state, message }) => state === 'sent' && message.content.kind === 'incident');
    this.#move(row, isOvertaken && row.message.content.kind === 'incident' ? 'replaced' : 'waiting', now);
    row.dueAt = now;
    return Promise.resolve(row.state);
  }

  switchOn(receiver: string): Promise<void> {
    this.#off.delete(receiver);
    return Promise.resolve();
  }
}

/** Names of receivers and subjects are texts; JSON keeps two of them apart. */
function laneOf({ receiver, subject }: Pick<OutboxMessage, 'receiver' | 'subject'>): string {
  return JSON.stringify([receiver, subject]);
}

/** Only what nobody can have seen may stay unsaid. */
function isReplaceable({ state, attempts, message }: Row): boolean {
  return state === 'waiting' && attempts === 0 && message.content.kind === 'incident';
}

function entryOf({ message, state, attempts, firstAttemptAt, dueAt, settledAt, why }: Row): OutboxEntry {
  return copyOf({ message, state, attempts, firstAttemptAt, dueAt, settledAt, why });
}

/** Messages survive JSON: what a store of texts would give back. */
function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
