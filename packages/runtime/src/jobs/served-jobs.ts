import { compareText, DqsError, SYSTEM_CLOCK } from '@dqs/core';
import type { Job, JobData, JobFilter, JobQueue, StoreDatabase } from '@dqs/store';

import type { AppHooks } from '../app-hooks.js';
import { openDeliveries } from '../history/open-deliveries.js';
import { operationIn } from '../stores/open-alerting.js';
import { loadStorePackage } from '../stores/open-database.js';
import { pause, resume, type KindPause, type Pausable } from './pauses.js';
import type { Operation, WorkerSettings } from './work.js';
import { openQueue } from './with-jobs.js';
import { tick, tickByHand, workOf, WORKS, type Ticked } from './works.js';

/** Jobs that are looked through for a list; what is older than 30 days is gone anyway. */
const MOST_JOBS = 100_000;

/**
 * The jobs of a store as a server shows them. The queue is opened when it is first asked for: whoever serves forecasts alone does
 * not pay for it.
 */
export class ServedJobs {
  readonly #settings: WorkerSettings;
  readonly #database: StoreDatabase;
  readonly #hooks: Pick<AppHooks, 'logger' | 'clock'>;
  #queue: Promise<JobQueue> | undefined;

  /** @param database stays open as long as the jobs are used. */
  constructor(settings: WorkerSettings, database: StoreDatabase, hooks: Pick<AppHooks, 'logger' | 'clock'>) {
    this.#settings = settings;
    this.#database = database;
    this.#hooks = hooks;
  }

  /** Jobs, the one that was put last first. */
  async list(filter: Pick<JobFilter, 'kind' | 'state'>): Promise<readonly Job[]> {
    if (filter.kind !== undefined && !isKind(filter.kind)) return [];
    const jobs = await (await this.#opened()).list({ ...filter, limit: MOST_JOBS });
    return jobs.sort((a, b) => b.createdAt - a.createdAt || compareText(a.kind, b.kind) || compareText(a.key, b.key));
  }

  /** @throws DqsError `job-unknown`. */
  async find(kind: string, key: string): Promise<Job> {
    const job = isKind(kind) ? await (await this.#opened()).find(kind, key) : undefined;
    if (job) return job;
    const [what, about] = [kind, key].map((text) => JSON.stringify(text.slice(0, 120)));
    throw new DqsError('job-unknown', `expected kind and key of a job, got ${what} and ${about}`);
  }

  /**
   * Has a job that has failed or was cancelled tried again.
   *
   * @throws DqsError `job-unknown`; `job-not-failed` for one that waits, runs or is done.
   */
  async retry(kind: string, key: string): Promise<Job> {
    const { state } = await this.find(kind, key);
    if (await (await this.#opened()).retry(kind, key)) return this.find(kind, key);
    throw new DqsError('job-not-failed', `expected a job that has failed or was cancelled, got one that is ${state}`);
  }

  /** Puts a job, unless it is there. @throws DqsError `not-served` where this program has no work of that kind. */
  async offer(kind: string, key: string, data: JobData): Promise<Job> {
    if (!isKind(kind))
      throw new DqsError('not-served', `expected a worker that does jobs of the kind ${kind}, got none`);
    await (await this.#opened()).offer([{ kind, key, data }]);
    return this.find(kind, key);
  }

  /** Puts what is due, and leaves it to the workers. */
  async tick(): Promise<readonly Ticked[]> {
    return tick(await this.#opened(), await this.#operation(), this.#now());
  }

  /**
   * Puts what is due of one kind, or what it does by hand where nothing is, and leaves it to the workers.
   *
   * @throws DqsError `job-unknown` for a kind that is none, `not-served` where no worker does it.
   */
  async run(kind: string): Promise<Ticked> {
    return tickByHand(await this.#opened(), await this.#operation(), kind, this.#now());
  }

  /**
   * Lets no worker begin anything of a kind, or act on models by itself, until it is resumed.
   *
   * @throws DqsError `job-unknown` for a kind that is none.
   */
  async pause(what: Pausable, by: string, reason: string): Promise<KindPause> {
    if (what !== 'automation') workOf(what.kind);
    const pausing = { by, reason, at: this.#now() };
    await pause((await this.#operation()).notices, what, pausing);
    return pausing;
  }

  /** Ends a pause. @returns whether there was one. @throws DqsError `job-unknown` for a kind that is none. */
  async resume(what: Pausable): Promise<boolean> {
    if (what !== 'automation') workOf(what.kind);
    return resume((await this.#operation()).notices, what);
  }

  /** Closes the queue, if it was opened. */
  async close(): Promise<void> {
    const queue = await this.#queue?.catch(() => undefined);
    await queue?.close();
  }

  async #operation(): Promise<Operation> {
    const [deliveries, store] = await Promise.all([openDeliveries(this.#settings), loadStorePackage()]);
    const digest = () => Promise.reject(new DqsError('not-served', 'expected a worker to send digests, got a server'));
    return { settings: this.#settings, deliveries, digest, ...operationIn(store, this.#database) };
  }

  #now(): number {
    return (this.#hooks.clock ?? SYSTEM_CLOCK).now();
  }

  #opened(): Promise<JobQueue> {
    // One that could not be opened is tried again by the next who asks.
    this.#queue ??= openQueue(this.#database, this.#hooks).catch((cause: unknown) => {
      this.#queue = undefined;
      throw cause;
    });
    return this.#queue;
  }
}

function isKind(kind: string): boolean {
  return WORKS.some((work) => work.kind === kind);
}
