import { setTimeout as sleep } from 'node:timers/promises';

import { currentTrace, DqsError, throwIfAborted, traceparentOf } from '@dqs/core';
import type { PoolClient } from 'pg';
import type { JobWithMetadata, PgBoss } from 'pg-boss';

import type { StoreDatabase } from '../database/store-database.js';
import { bossOn, DEFAULT_TIMES, jobId, jobOf, queueOptions, type Envelope, type JobTimes } from './boss.js';
import type { Job, JobFilter, JobHandler, JobOffer } from './job.js';
import { Takers } from './takers.js';

/** A kind of job: what may stand in a command and a metric. */
const KIND = /^[a-z][a-z0-9-]{0,49}$/u;
const MOST_KEY = 500;

/** How a queue is opened. */
export interface JobQueueOptions {
  readonly times?: Partial<JobTimes>;
  /** Told of trouble that no call can throw: a database that was away while nobody asked. */
  readonly onTrouble?: (error: Error) => void;
}

/** How jobs are worked on. */
export interface WorkOptions {
  /** Ends the work: nothing new is begun, and what runs has {@link drainMs} to end. */
  readonly signal: AbortSignal;
  /** Milliseconds; what runs on after them is aborted, and done again elsewhere. @default 25 s */
  readonly drainMs?: number;
  /** Kinds of which nothing is begun for now; asked again and again. What runs goes on. @default none */
  readonly paused?: () => Promise<ReadonlySet<string>>;
}

/**
 * Work for several processes, in a database that they share. A job is done by one of them at a time; of a process that died its
 * jobs go on elsewhere. A process that was thought dead and is not may do a job beside another one, so whatever a job does must be
 * harmless when done twice.
 */
export class JobQueue {
  readonly #boss: PgBoss;
  readonly #kinds: ReadonlySet<string>;
  readonly #times: JobTimes;
  readonly #onTrouble: (error: Error) => undefined;

  private constructor(boss: PgBoss, kinds: ReadonlySet<string>, times: JobTimes, onTrouble: (error: Error) => void) {
    this.#boss = boss;
    this.#kinds = kinds;
    this.#times = times;
    this.#onTrouble = (error) => void onTrouble(error);
  }

  /**
   * Opens the queue of a database, made if it is not there. The database has to stay open until the queue is closed.
   *
   * @param kinds what jobs there are; a kind is lower-case letters, digits and hyphens.
   * @throws DqsError as a `StoreDatabase`.
   */
  static async open(
    database: StoreDatabase,
    kinds: readonly string[],
    { times = {}, onTrouble = () => undefined }: JobQueueOptions = {},
  ): Promise<JobQueue> {
    const known = new Set(kinds);
    for (const kind of known) if (!KIND.test(kind)) throw wrongKind(kind);
    const all = { ...DEFAULT_TIMES, ...times };
    const boss = bossOn(database, all);
    boss.on('error', onTrouble);
    await boss.start();
    try {
      for (const kind of known) await boss.createQueue(kind, queueOptions(all));
    } catch (cause) {
      await boss.stop({ graceful: false });
      throw cause;
    }
    return new JobQueue(boss, known, all, onTrouble);
  }

  /**
   * Puts work that is not there: one that waits, runs, is done or has failed is left as it is.
   *
   * @returns how many were put.
   * @throws DqsError `invalid-argument` for a kind the queue was not opened with, or a key that is empty or too long.
   */
  async offer(offers: readonly JobOffer[]): Promise<number> {
    for (const { kind, key } of offers) this.#assertName(kind, key);
    const trace = currentTrace();
    const traced = trace && { trace: traceparentOf(trace) };
    let put = 0;
    for (const { kind, key, data = {}, startAfter } of offers) {
      const envelope: Envelope = { key, data, ...traced };
      const options = { id: jobId(kind, key), ...(startAfter !== undefined && { startAfter: new Date(startAfter) }) };
      if ((await this.#boss.send(kind, envelope, options)) !== null) put += 1;
    }
    return put;
  }

  /**
   * Works on jobs until the signal: of each kind one at a time.
   *
   * @throws DqsError `invalid-argument` for a kind that the queue was not opened with.
   */
  async work(
    handlers: ReadonlyMap<string, JobHandler>,
    { signal, drainMs = 25_000, paused }: WorkOptions,
  ): Promise<void> {
    throwIfAborted(signal);
    for (const kind of handlers.keys()) this.#assertName(kind, 'work');
    const end = new AbortController();
    const takers = new Takers(this.#boss, handlers, { pollSeconds: this.#times.pollSeconds, end: end.signal });
    try {
      await takers.take(await paused?.());
      while (!signal.aborted) {
        await sleep(1000 * this.#times.pollSeconds, undefined, { signal }).catch(() => undefined);
        if (paused === undefined || signal.aborted) continue;
        // A database that is away says nothing of what is paused: it stays as it is, and is asked again.
        const now = await paused().catch(this.#onTrouble);
        if (now !== undefined) await takers.take(now).catch(this.#onTrouble);
      }
    } finally {
      const timer = setTimeout(() => end.abort(), drainMs);
      await takers.end().finally(() => clearTimeout(timer));
    }
  }

  /** Jobs by kind, the oldest first. */
  async list({ kind, state, limit = 1000 }: JobFilter = {}): Promise<Job[]> {
    const jobs: Job[] = [];
    for (const one of kind === undefined ? this.#kinds : [kind]) {
      this.#assertName(one, 'list');
      let after: string | undefined;
      do {
        // Of a long record only what waits is asked for often.
        const only = {
          limit: PAGE,
          ...(state === 'waiting' && { queued: true }),
          ...(after !== undefined && { after }),
        };
        const page = await this.#boss.findJobs<Envelope>(one, only);
        jobs.push(...page.map(jobOf).filter((job) => state === undefined || job.state === state));
        after = page.length < PAGE ? undefined : page.at(-1)!.id;
      } while (after !== undefined && jobs.length < limit);
    }
    return jobs.slice(0, limit);
  }

  /** A job; undefined if there is none. */
  async find(kind: string, key: string): Promise<Job | undefined> {
    const job = await this.#find(kind, key);
    return job && jobOf(job);
  }

  /**
   * Has a job that has failed or was cancelled tried again, from its first attempt on.
   *
   * @param tx the transaction that it is part of.
   * @returns whether there is such a job.
   */
  async retry(kind: string, key: string, tx?: PoolClient): Promise<boolean> {
    const job = await this.#find(kind, key);
    const within = tx && { db: { executeSql: (text: string, values?: unknown[]) => tx.query(text, values) } };
    if (job?.state === 'cancelled') await this.#boss.resume(kind, job.id, within);
    else if (job?.state === 'failed') await this.#boss.retry(kind, job.id, within);
    else return false;
    return true;
  }

  /**
   * Cancels a job that waits or runs; whoever works on it is told by its signal.
   *
   * @returns whether there was such a job.
   */
  async cancel(kind: string, key: string): Promise<boolean> {
    const job = await this.#find(kind, key);
    if (job === undefined || !['created', 'retry', 'active'].includes(job.state)) return false;
    await this.#boss.cancel(kind, job.id);
    return true;
  }

  /** Ends what was begun by {@link open}; the database stays open. */
  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false });
  }

  async #find(kind: string, key: string): Promise<JobWithMetadata<Envelope> | undefined> {
    this.#assertName(kind, key);
    return (await this.#boss.findJobs<Envelope>(kind, { id: jobId(kind, key) }))[0];
  }

  #assertName(kind: string, key: string): void {
    if (!this.#kinds.has(kind)) {
      throw new DqsError(
        'invalid-argument',
        `expected one of the kinds of job ${[...this.#kinds].join(', ')}, got ${JSON.stringify(kind)}`,
      );
    }
    if (key.length > 0 && key.length <= MOST_KEY) return;
    throw new DqsError('invalid-argument', `expected a key of 1 to ${MOST_KEY} characters, got ${key.length}`);
  }
}

/** Jobs that are read at a time. */
const PAGE = 1000;

function wrongKind(kind: string): DqsError {
  return new DqsError(
    'invalid-argument',
    `expected a kind of job of lower-case letters, digits and hyphens, got ${JSON.stringify(kind)}`,
  );
}
