import { randomUUID } from 'node:crypto';

import type { StoreDatabase } from '../database/store-database.js';

/** A request that is to be answered once. */
export interface AnswerRequest {
  /** Names the request: whoever repeats it names it the same. */
  readonly key: Uint8Array;
  /** Hash of all that the request says. */
  readonly request: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** So long nobody else answers it; after that, whoever was to is taken for dead. */
  readonly leaseMs: number;
  /** So long the answer is given again. */
  readonly keepMs: number;
  /** A UUID that names who answers, so that one who does not know whether it was taken may ask again. @default a new one */
  readonly lease?: string;
}

/** Whether to answer: `begun` to the one who is to, `busy` while that one does, `other` if the key names another request. */
export type AnswerState =
  | { readonly state: 'begun'; readonly lease: string }
  | { readonly state: 'answered'; readonly content: Uint8Array }
  | { readonly state: 'busy' | 'other' };

interface Row {
  readonly request: Buffer;
  readonly content: Buffer | null;
  readonly lease: string;
}

/** How often what has expired is removed, milliseconds. */
const SWEEP_MS = 600_000;

/** Answers in PostgreSQL: of all processes that are asked the same one answers, and the others hand on what it said. */
export class PostgresAnswers {
  readonly #database: StoreDatabase;
  #sweptAt = 0;

  /** @param database has the schema of this version. */
  constructor(database: StoreDatabase) {
    this.#database = database;
  }

  /** Takes a request to be answered, unless somebody has. */
  async begin({ key, request, now, leaseMs, keepMs, lease = randomUUID() }: AnswerRequest): Promise<AnswerState> {
    await this.#sweep(now);
    return this.#database.withClient(async (client) => {
      const taken = await client.query(
        `INSERT INTO dqs.answer AS a (key, request, lease, lease_until, expires_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (key) DO UPDATE
           SET request = excluded.request, lease = excluded.lease, lease_until = excluded.lease_until,
             expires_at = excluded.expires_at, content = NULL
           WHERE a.expires_at <= $6 OR (a.content IS NULL AND a.lease_until <= $6 AND a.request = excluded.request)`,
        [key, request, lease, now + leaseMs, now + keepMs, now],
      );
      if (taken.rowCount === 1) return { state: 'begun', lease };
      const { rows } = await client.query<Row>('SELECT request, content, lease FROM dqs.answer WHERE key = $1', [key]);
      const [row] = rows;
      if (row && !row.request.equals(request)) return { state: 'other' };
      if (row?.lease === lease && row.content === null) return { state: 'begun', lease };
      return row?.content ? { state: 'answered', content: row.content } : { state: 'busy' };
    });
  }

  /** Keeps an answer, if the request is still ours to answer. */
  async settle(key: Uint8Array, lease: string, content: Uint8Array): Promise<void> {
    const query = 'UPDATE dqs.answer SET content = $3 WHERE key = $1 AND lease = $2';
    await this.#database.withClient((client) => client.query(query, [key, lease, content]));
  }

  /** Gives a request back that could not be met: whoever asks again is answered anew. */
  async release(key: Uint8Array, lease: string): Promise<void> {
    const query = 'DELETE FROM dqs.answer WHERE key = $1 AND lease = $2 AND content IS NULL';
    await this.#database.withClient((client) => client.query(query, [key, lease]));
  }

  async #sweep(now: number): Promise<void> {
    if (now < this.#sweptAt + SWEEP_MS) return;
    this.#sweptAt = now;
    await this.#database.withClient((client) => client.query('DELETE FROM dqs.answer WHERE expires_at <= $1', [now]));
  }
}
