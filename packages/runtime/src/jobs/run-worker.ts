import { SYSTEM_CLOCK, throwIfAborted } from '@dqs/core';
import type { JobHandler, JobQueue, StoreDatabase } from '@dqs/store';

import type { AppHooks } from '../app-hooks.js';
import { openDeliveries } from '../history/open-deliveries.js';
import type { Settings } from '../settings/settings.js';
import { operationIn } from '../stores/open-alerting.js';
import { loadStorePackage, openDatabase, type DatabaseSettings } from '../stores/open-database.js';
import { ALERT_WORK } from './alert-work.js';
import { COLLECT_WORK } from './collect-work.js';
import { FORECAST_WORK, GRADE_WORK } from './forecast-work.js';
import type { Operation, Work, WorkerSettings } from './work.js';

/** All kinds of work. */
export const WORKS: readonly Work[] = [COLLECT_WORK, GRADE_WORK, FORECAST_WORK, ALERT_WORK];

/** Jobs of a kind that a tick has put. */
export interface Ticked {
  readonly kind: string;
  /** Found to be due. */
  readonly due: number;
  /** Of them, those that nobody had put before. */
  readonly put: number;
  /** Why it could not be said what is due; null if it could. */
  readonly why: string | null;
}

/**
 * Opens the queue of jobs of a store, hands it to the work and closes it whatever happens.
 *
 * @throws DqsError `config-invalid` without a store, and as `openDatabase`.
 */
export async function withQueue<T>(
  settings: DatabaseSettings,
  { logger }: Pick<AppHooks, 'logger'>,
  work: (queue: JobQueue, database: StoreDatabase) => Promise<T>,
): Promise<T> {
  const { JobQueue: Queue } = await loadStorePackage();
  const database = await openDatabase(settings);
  try {
    const kinds = WORKS.map(({ kind }) => kind);
    const onTrouble = (error: Error) => logger.warn({ error: error.message }, 'the queue of jobs is in trouble');
    const queue = await Queue.open(database, kinds, { onTrouble });
    try {
      return await work(queue, database);
    } finally {
      await queue.close();
    }
  } finally {
    await database.close();
  }
}

/**
 * As {@link withQueue}, with what works look at and change.
 *
 * @param digest makes the digest of alerting.
 * @throws DqsError as {@link withQueue}.
 */
export async function withJobs<T>(
  settings: WorkerSettings,
  digest: Operation['digest'],
  hooks: Pick<AppHooks, 'logger'>,
  work: (queue: JobQueue, operation: Operation) => Promise<T>,
): Promise<T> {
  const deliveries = await openDeliveries(settings);
  const store = await loadStorePackage();
  return withQueue(settings, hooks, (queue, database) =>
    work(queue, { settings, deliveries, digest, ...operationIn(store, database) }),
  );
}

/** Puts what is due of every kind. A kind that cannot say what is due keeps none of the others back. */
export async function tick(queue: JobQueue, operation: Operation, now: number): Promise<Ticked[]> {
  const ticked: Ticked[] = [];
  for (const { kind, due } of WORKS) {
    try {
      const offers = await due(operation, now);
      ticked.push({ kind, due: offers.length, put: await queue.offer(offers), why: null });
    } catch (cause) {
      ticked.push({ kind, due: 0, put: 0, why: (cause as Error).message });
    }
  }
  return ticked;
}

/**
 * Looks at what is due again and again, and does it, until the signal of the hooks: then what runs is given time to end. Several
 * workers on one store share the work.
 *
 * @throws DqsError as {@link withJobs}.
 */
export async function runWorker(
  settings: WorkerSettings & Settings<'tickSeconds' | 'drainSeconds'>,
  digest: Operation['digest'],
  hooks: AppHooks,
): Promise<void> {
  const { tickSeconds = 60, drainSeconds = 25 } = settings;
  const { signal, logger, clock = SYSTEM_CLOCK } = hooks;
  throwIfAborted(signal);
  await withJobs(settings, digest, hooks, async (queue, operation) => {
    const handlers = new Map(WORKS.map((work) => [work.kind, handlerOf(work, operation, hooks)]));
    const done = queue.work(handlers, { signal, drainMs: 1000 * drainSeconds });
    logger.info({ store: settings.store, kinds: [...handlers.keys()] }, 'at work');
    while (!signal.aborted) {
      for (const { kind, put, why } of await tick(queue, operation, clock.now())) {
        if (why !== null) logger.error({ kind, error: why }, 'what is due could not be found');
        else if (put > 0) logger.info({ kind, put }, 'put what is due');
      }
      await pause(1000 * tickSeconds, signal);
    }
    logger.info({}, 'ending: running jobs have time to end');
    await done;
  });
}

/** A job that a run has ended, and how. */
export interface EndedJob {
  readonly kind: string;
  readonly key: string;
  readonly outcome: 'done' | 'failed';
  /** Message of the error. */
  readonly why: string | null;
}

/** What a run did. */
export interface DueRun {
  readonly ticked: readonly Ticked[];
  readonly jobs: readonly EndedJob[];
}

/**
 * Does what is due now, and what follows from it, and ends: a worker for those who start one from a timetable of their own. What
 * failed is left to be tried again later.
 *
 * @throws DqsError as {@link withJobs}, `aborted`.
 */
export async function runDue(settings: WorkerSettings, digest: Operation['digest'], hooks: AppHooks): Promise<DueRun> {
  const { signal, clock = SYSTEM_CLOCK } = hooks;
  return withJobs(settings, digest, hooks, async (queue, operation) => {
    const jobs: EndedJob[] = [];
    const stop = new AbortController();
    const handlers = WORKS.map((work) => {
      const handle = handlerOf(work, operation, hooks);
      const told: JobHandler = async (job) => {
        const { kind, key } = job;
        try {
          await handle(job);
          jobs.push({ kind, key, outcome: 'done', why: null });
        } catch (cause) {
          jobs.push({ kind, key, outcome: 'failed', why: (cause as Error).message });
          throw cause;
        }
      };
      return [work.kind, told] as const;
    });
    const work = queue.work(new Map(handlers), { signal: AbortSignal.any([signal, stop.signal]) });
    let ticked: Ticked[];
    do {
      ticked = await tick(queue, operation, clock.now());
      while (!signal.aborted && (await isBusy(queue, clock.now()))) await pause(BUSY_MS, signal);
      // What was done may have made something else due.
    } while (!signal.aborted && ticked.some(({ put }) => put > 0));
    stop.abort();
    await work;
    throwIfAborted(signal);
    return { ticked, jobs };
  });
}

/** How often a run looks whether all is done. */
const BUSY_MS = 100;

async function isBusy(queue: JobQueue, now: number): Promise<boolean> {
  if ((await queue.list({ state: 'running' })).length > 0) return true;
  return (await queue.list({ state: 'waiting' })).some(({ dueAt }) => dueAt <= now);
}

function handlerOf({ kind, run }: Work, operation: Operation, hooks: AppHooks): JobHandler {
  return async ({ key, data, attempts, signal }) => {
    const job = { job: kind, key, attempt: attempts };
    const started = performance.now();
    const took = () => ({ ...job, ms: Math.round(performance.now() - started) });
    try {
      const facts = await run(operation, { key, data }, { ...hooks, signal });
      hooks.logger.info({ ...took(), ...facts }, 'done');
    } catch (cause) {
      const { message, code } = cause as Error & { code?: unknown };
      hooks.logger.error({ ...took(), error: message, code }, 'failed');
      throw cause;
    }
  };
}

/** Waits, and no longer than until the signal. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      done();
    }
  });
}
