import type {
  Claim,
  ClaimRequest,
  OutboxEntry,
  OutboxFilter,
  OutboxMessage,
  OutboxState,
  OutboxStatus,
  OutboxStore,
  Verdict,
} from '@dqs/alerting';
import type { PoolClient } from 'pg';

import type { WorkDatabase } from '../database/ending-with.js';
import { claimMessages } from './claims.js';
import { OutboxKeys } from './outbox-keys.js';
import { knownReceivers, lastMessage, listMessages, outboxStatus } from './outbox-reads.js';
import { queueMessages } from './queue.js';
import { reviveMessage, settleClaim, switchOn } from './settle.js';

/** An outbox in PostgreSQL. Workers skip what others are claiming and wait for nobody. */
export class PostgresOutbox implements OutboxStore<PoolClient> {
  readonly #database: WorkDatabase;
  readonly #keys: OutboxKeys;

  /**
   * @param database has the schema of this version and stays open as long as the outbox is used.
   * @param name of the alerting whose messages these are.
   */
  constructor(database: WorkDatabase, name: string) {
    this.#database = database;
    this.#keys = new OutboxKeys(name);
  }

  enqueue(tx: PoolClient, messages: readonly OutboxMessage[]): Promise<void> {
    return queueMessages(tx, this.#keys, messages);
  }

  last(tx: PoolClient, receiver: string, subject: string): Promise<OutboxMessage | undefined> {
    return lastMessage(tx, this.#keys, receiver, subject);
  }

  claim(request: ClaimRequest): Promise<readonly Claim[]> {
    return this.#database.withClient((client) => claimMessages(client, this.#keys, request));
  }

  settle(claim: Pick<Claim, 'message' | 'lease'>, verdict: Verdict, now: number): Promise<void> {
    return this.#database.transaction((client) => settleClaim(client, this.#keys, claim, verdict, now));
  }

  list(filter: OutboxFilter): Promise<readonly OutboxEntry[]> {
    return this.#database.withClient((client) => listMessages(client, this.#keys, filter));
  }

  status(): Promise<OutboxStatus> {
    return this.#database.transaction((client) => outboxStatus(client, this.#keys), 'repeatable read read only');
  }

  receivers(): Promise<readonly string[]> {
    return this.#database.withClient((client) => knownReceivers(client, this.#keys));
  }

  revive(id: string, now: number): Promise<OutboxState | undefined> {
    return this.#database.transaction((client) => reviveMessage(client, this.#keys, id, now));
  }

  async switchOn(receiver: string): Promise<void> {
    await this.#database.transaction(async (client) => {
      await switchOn(client, this.#keys, receiver);
      return receiver;
    });
  }
}
