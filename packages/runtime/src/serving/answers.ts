import { randomUUID } from 'node:crypto';

import type { AnswerRequest, AnswerState, PostgresAnswers, StoreDatabase } from '@dqs/store';

import { loadStorePackage } from '../stores/open-database.js';

/** Answers that are given again to the same request. */
export type Answers = Pick<PostgresAnswers, 'begin' | 'settle' | 'release'>;

/** Answers in a database, which all who share it give; without one, those of this process. */
export async function openAnswers(database: StoreDatabase | undefined): Promise<Answers> {
  if (database === undefined) return new MemoryAnswers();
  const { PostgresAnswers: Shared } = await loadStorePackage();
  return new Shared(database);
}

interface Kept {
  readonly request: string;
  readonly lease: string;
  readonly leaseUntil: number;
  readonly expiresAt: number;
  readonly content?: Uint8Array;
}

/** Answers that are remembered at most; the oldest goes first. */
const MOST = 10_000;

/** Answers of one process that has no database; they end with it. */
export class MemoryAnswers implements Answers {
  readonly #kept = new Map<string, Kept>();

  async begin({ key, request, now, leaseMs, keepMs }: AnswerRequest): Promise<AnswerState> {
    const [name, asked] = [textOf(key), textOf(request)];
    const found = this.#kept.get(name);
    if (found && found.expiresAt > now) {
      if (found.request !== asked) return { state: 'other' };
      if (found.content) return { state: 'answered', content: found.content };
      if (found.leaseUntil > now) return { state: 'busy' };
    }
    const lease = randomUUID();
    this.#kept.delete(name);
    this.#kept.set(name, { request: asked, lease, leaseUntil: now + leaseMs, expiresAt: now + keepMs });
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value!);
    return { state: 'begun', lease };
  }

  async settle(key: Uint8Array, lease: string, content: Uint8Array): Promise<void> {
    const found = this.#kept.get(textOf(key));
    if (found?.lease === lease) this.#kept.set(textOf(key), { ...found, content });
  }

  async release(key: Uint8Array, lease: string): Promise<void> {
    const found = this.#kept.get(textOf(key));
    if (found?.lease === lease && found.content === undefined) this.#kept.delete(textOf(key));
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
