import type { OutboxEntry, OutboxMessage } from '@dqs/alerting';
import type { PoolClient } from 'pg';

import { documentOf, jsonOf } from '../alerting/documents.js';
import { OutboxKeys } from '../alerting/outbox-keys.js';
import { recentMessages } from '../alerting/outbox-reads.js';
import { PostgresOutbox } from '../alerting/postgres-outbox.js';
import type { StoreDatabase } from '../database/store-database.js';
import { PostgresEvents } from '../events/postgres-events.js';
import type { StoreEvent } from '../events/store-event.js';
import { storedText } from '../text/stored-text.js';

/** What messages are signed with. */
export interface WebhookSecret {
  /** `whsec_…`. */
  readonly text: string;
  /** Until when it counts, milliseconds since 1970; undefined for the one that counts until another one is made. */
  readonly until?: number;
}

/** An address that is told of events. */
export interface Webhook {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly createdBy: string;
  readonly url: string;
  /** Types of events, or areas of them, such as `incident`; undefined for all. */
  readonly types?: readonly string[];
  /** Only what concerns these; undefined for everything. */
  readonly tenants?: readonly string[];
  /** The newest first; never empty. */
  readonly secrets: readonly WebhookSecret[];
}

interface Row {
  readonly id: string;
  readonly position: number;
  readonly content: string;
}

/** The name of the outbox. No policy has one with NUL in it, so that it is never the outbox of an alerting. */
const OUTBOX = 'webhooks\0';
/** Events that are queued for a webhook in one transaction. */
const BATCH = 200;

/**
 * Who is told of events, in PostgreSQL. Each webhook has its place among the events, which moves in the transaction that queues
 * the messages: none is lost, and none is queued twice.
 */
export class PostgresWebhooks {
  readonly #database: StoreDatabase;
  readonly #events: PostgresEvents;
  readonly #keys = new OutboxKeys(OUTBOX);
  /** The messages on their way; receivers are ids of webhooks. */
  readonly outbox: PostgresOutbox;

  /** @param database has the schema of this version. */
  constructor(database: StoreDatabase) {
    this.#database = database;
    this.#events = new PostgresEvents(database);
    this.outbox = new PostgresOutbox(database, OUTBOX);
  }

  /** Adds a webhook, which is told of what happens from now on. */
  async add(webhook: Webhook): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const values = [webhook.id, webhook.createdAt, await this.#events.latest(tx), jsonOf(webhook)];
      await tx.query('INSERT INTO dqs.webhook (id, created_at, position, content) VALUES ($1, $2, $3, $4)', values);
    });
  }

  /** All webhooks, in the order in which they were made. */
  async list(): Promise<readonly Webhook[]> {
    const query = 'SELECT content FROM dqs.webhook ORDER BY created_at, id';
    const { rows } = await this.#database.withClient((client) => client.query<Pick<Row, 'content'>>(query));
    return rows.map(({ content }) => documentOf<Webhook>(content));
  }

  async get(id: string): Promise<Webhook | undefined> {
    return this.#database.withClient((client) => read(client, id));
  }

  /** Changes the secrets of a webhook; undefined if there is none. */
  async change(id: string, secretsOf: (webhook: Webhook) => readonly WebhookSecret[]): Promise<Webhook | undefined> {
    return this.#database.transaction(async (tx) => {
      const found = await read(tx, id, 'FOR UPDATE');
      if (found === undefined) return undefined;
      const changed = { ...found, secrets: secretsOf(found) };
      await tx.query('UPDATE dqs.webhook SET content = $2 WHERE id = $1', [id, jsonOf(changed)]);
      return changed;
    });
  }

  /** Removes a webhook with all that was queued for it. */
  async remove(id: string): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await tx.query('DELETE FROM dqs.webhook WHERE id = $1', [id]);
      for (const table of ['outbox_message', 'outbox_receiver']) {
        await tx.query(`DELETE FROM dqs.${table} WHERE receiver = $1`, [this.#keys.receiver(id)]);
      }
    });
  }

  /** Queues a message for one webhook, and switches it on again if it had been gone. */
  async send(message: OutboxMessage): Promise<void> {
    await this.#database.transaction((tx) => this.outbox.enqueue(tx, [message]));
    await this.outbox.switchOn(message.receiver);
  }

  /** The messages that were queued last for a webhook, the last one first. */
  async recent(id: string, limit: number): Promise<readonly OutboxEntry[]> {
    return this.#database.withClient((client) => recentMessages(client, this.#keys, id, limit));
  }

  /** Whether there are events to be queued or messages to be sent. */
  async isDue(now: number): Promise<boolean> {
    const query = `SELECT
        EXISTS (SELECT FROM dqs.webhook WHERE position < (SELECT coalesce(max(number), 0) FROM dqs.event)) OR
        EXISTS (
          SELECT FROM dqs.outbox_message m JOIN dqs.outbox_receiver r ON r.receiver = m.receiver
          WHERE m.alerting = $1 AND m.state = 'waiting' AND m.due_at <= $2 AND r.off_at IS NULL
        ) AS due`;
    const { rows } = await this.#database.withClient((client) =>
      client.query<{ due: boolean }>(query, [this.#keys.alerting, now]),
    );
    return rows[0]!.due;
  }

  /**
   * Queues messages about events that nobody has queued.
   *
   * @returns how many were queued, and whether more is left.
   */
  async queue(): Promise<{ readonly queued: number; readonly isMore: boolean }> {
    return this.#database.transaction(async (tx) => {
      const latest = await this.#events.latest(tx);
      const { rows } = await tx.query<Row>(
        'SELECT id, position, content FROM dqs.webhook WHERE position < $1 ORDER BY id FOR UPDATE',
        [latest],
      );
      const messages: OutboxMessage[] = [];
      let isMore = false;
      for (const { id, position, content } of rows) {
        const { types, tenants } = documentOf<Webhook>(content);
        const events = await this.#events.since(position, BATCH, tenants, tx);
        const last = events.at(-1)?.number ?? 0;
        const isFull = events.length === BATCH;
        isMore ||= isFull;
        messages.push(...events.filter((event) => isOf(event, types)).map((event) => messageOf(id, event)));
        // What was not found up to the last number is of others.
        await tx.query('UPDATE dqs.webhook SET position = $2 WHERE id = $1', [
          id,
          isFull ? last : Math.max(latest, last),
        ]);
      }
      await this.outbox.enqueue(tx, messages);
      return { queued: messages.length, isMore };
    });
  }
}

async function read(client: PoolClient, id: string, lock: 'FOR UPDATE' | '' = ''): Promise<Webhook | undefined> {
  const query = `SELECT content FROM dqs.webhook WHERE id = $1 ${lock}`;
  const { rows } = await client.query<Pick<Row, 'content'>>(query, [storedText(id)]);
  return rows[0] && documentOf<Webhook>(rows[0].content);
}

function isOf({ type }: StoreEvent, types: readonly string[] | undefined): boolean {
  return types === undefined || types.some((one) => type === one || type.startsWith(`${one}.`));
}

/** Its id follows from the event, so that it is queued once whoever queues it. */
function messageOf(webhook: string, { number, ...event }: StoreEvent): OutboxMessage {
  return {
    id: `${webhook}_${number}`,
    receiver: webhook,
    subject: event.subject,
    content: { kind: 'event', ...event },
    anew: true,
    createdAt: event.at,
  };
}
