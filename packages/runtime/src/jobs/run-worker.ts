import { setTimeout as sleep } from 'node:timers/promises';

import { currentTrace, SYSTEM_CLOCK, throwIfAborted } from '@dqs/core';
import type { JobHandler, JobQueue } from '@dqs/store';

import type { AppHooks } from '../app-hooks.js';
import { orDefault } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { localFolder } from '../stores/open-store.js';
import { withJobs } from './with-jobs.js';
import { pausesOf } from './pauses.js';
import type { Operation, Outcome, Work, WorkerSettings } from './work.js';
import { tick, WORKS, worksOf, type Ticked } from './works.js';

/**
 * Looks at what is due again and again, and does it, until the signal of the hooks: then what runs is given time to end. Several
 * workers on one store share the work.
 *
 * @throws DqsError as {@link withJobs}.
 */
export async function runWorker(
  settings: WorkerSettings & Settings<'tickSeconds' | 'drainSeconds' | 'metricsPort' | 'metricsHost'>,
  digest: Operation['digest'],
  hooks: AppHooks,
): Promise<void> {
  const tickMs = 1000 * orDefault(settings.tickSeconds, 'tickSeconds');
  const drainMs = 1000 * orDefault(settings.drainSeconds, 'drainSeconds');
  const { logger, clock = SYSTEM_CLOCK } = hooks;
  throwIfAborted(hooks.signal);
  await withJobs(settings, digest, hooks, async (queue, operation) => {
    const { jobMetrics, openSpans, processMetrics } = await import('../metrics/index.js');
    const counted = jobMetrics(processMetrics);
    const spans = await openSpans('dqs-worker');
    let hasEnded = false;
    const watcher: Watcher = {
      ...NOBODY,
      ended: ({ kind, outcome }, did) => {
        hasEnded = true;
        counted({ kind, outcome, ...did });
        const trace = currentTrace();
        if (spans === undefined || trace === undefined) return;
        const startedAt = Date.now() - did.ms;
        const common = { kind: 'internal', failed: outcome === 'failed', attributes: { 'dqs.job': kind } } as const;
        spans.ended({ name: `job ${kind}`, trace, startedAt, ms: did.ms, ...common });
      },
    };
    const handlers = handlersOf(operation, hooks, watcher);
    const measured = await measure(settings, operation, hooks);
    const stopped = new AbortController();
    const signal = AbortSignal.any([hooks.signal, stopped.signal]);
    const paused = pausedKinds(operation);
    const done = queue.work(handlers, { signal, drainMs, paused }).finally(() => stopped.abort());
    // It is looked at below, when the loop has ended.
    done.catch(() => undefined);
    logger.info({ store: settings.store, kinds: [...handlers.keys()] }, 'at work');
    const newsMs = localFolder(settings.store ?? '') === undefined ? NEWS_MS.cloud : NEWS_MS.folder;
    while (!signal.aborted) {
      hasEnded = false;
      const known = await entriesOf(operation);
      await lookAtDue(queue, operation, { logger, clock });
      const end = performance.now() + tickMs;
      // What has come, and what follows from what was done, waits for no tick.
      for (let rest = tickMs; rest > 0 && !signal.aborted; rest = end - performance.now()) {
        await pause(Math.min(rest, newsMs), signal);
        if (hasEnded || (await entriesOf(operation)) !== known) break;
      }
    }
    logger.info({}, 'ending: running jobs have time to end');
    await done.finally(async () => {
      await measured?.close();
      await spans?.close();
    });
  });
}

/** How often is looked for what has come: at a store in a cloud each look is a request that is paid for. */
const NEWS_MS = { folder: 500, cloud: 5000 };

/** How many entries the deliveries have; undefined where they cannot be read, as the next tick will tell. */
async function entriesOf({ deliveries }: Operation): Promise<number | undefined> {
  try {
    return (await deliveries.head()).entries;
  } catch {
    return undefined;
  }
}

/** Puts what is due. A store that is away or full for a while ends no worker: the next tick makes up for this one. */
async function lookAtDue(
  queue: JobQueue,
  operation: Operation,
  { logger, clock = SYSTEM_CLOCK }: Pick<AppHooks, 'logger' | 'clock'>,
): Promise<void> {
  try {
    for (const { kind, put, why } of await tick(queue, operation, clock.now())) {
      if (why !== null) logger.error({ kind, error: why }, 'what is due could not be found');
      else if (put > 0) logger.info({ kind, put }, 'put what is due');
    }
  } catch (cause) {
    const { message, code } = cause as Error & { code?: unknown };
    logger.error({ error: message, code }, 'a tick failed; the next one makes up for it');
  }
}

/** Collects and serves metrics, where a port for them is set. */
async function measure(
  settings: WorkerSettings & Settings<'metricsPort' | 'metricsHost'>,
  operation: Operation,
  hooks: AppHooks,
): Promise<{ close(): Promise<void> } | undefined> {
  const { metricsPort: port } = settings;
  if (port === undefined) return undefined;
  const { MetricsCollector, processMetrics, serveMetrics } = await import('../metrics/index.js');
  const server = await serveMetrics(processMetrics, orDefault(settings.metricsHost, 'metricsHost'), port);
  const collector = new MetricsCollector(processMetrics, { settings, operation }, hooks);
  collector.start();
  hooks.logger.info({ url: server.url }, 'metrics are served');
  return {
    close: async () => {
      await server.close();
      await collector.close();
    },
  };
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

/** How often a run looks whether all is done. */
const LOOK_MS = 100;
/** A job that was just taken is neither waiting nor known to run: only several looks without any say that all is done. */
const QUIET_LOOKS = 3;

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
    const running = new Set<string>();
    const stop = new AbortController();
    const handlers = handlersOf(operation, hooks, {
      begun: ({ kind }) => running.add(kind),
      ended: (job) => {
        running.delete(job.kind);
        jobs.push(job);
      },
    });
    const paused = pausedKinds(operation);
    const work = queue.work(handlers, { signal: AbortSignal.any([signal, stop.signal]), paused });
    work.catch(() => stop.abort());
    const isOver = () => signal.aborted || stop.signal.aborted;
    let ticked: Ticked[];
    try {
      do {
        ticked = await tick(queue, operation, clock.now());
        for (let quiet = 0; quiet < QUIET_LOOKS && !isOver(); quiet += 1) {
          const held = await paused();
          const kinds = [...handlers.keys()].filter((kind) => !held.has(kind));
          if (running.size > 0 || (await hasDue(queue, kinds, clock.now()))) quiet = -1;
          await pause(LOOK_MS, signal);
        }
        // What was done may have made something else due.
      } while (!isOver() && ticked.some(({ put }) => put > 0));
    } finally {
      // Whatever ends the looking ends the work.
      stop.abort();
      await work;
    }
    throwIfAborted(signal);
    return { ticked, jobs };
  });
}

async function hasDue(queue: JobQueue, kinds: Iterable<string>, now: number): Promise<boolean> {
  for (const kind of kinds) {
    const waiting = await queue.list({ kind, state: 'waiting' });
    if (waiting.some(({ dueAt }) => dueAt <= now)) return true;
  }
  return false;
}

/** Told of jobs as they begin and end. */
interface Watcher {
  readonly begun: (job: Pick<EndedJob, 'kind' | 'key'>) => void;
  readonly ended: (job: EndedJob, work: { readonly ms: number; readonly facts?: object }) => void;
}

const NOBODY: Watcher = { begun: () => undefined, ended: () => undefined };

/** The kinds of which nothing is begun for now. */
function pausedKinds({ notices }: Operation): () => Promise<ReadonlySet<string>> {
  return async () => new Set((await pausesOf(notices, WORKS)).keys());
}

function handlersOf(operation: Operation, hooks: AppHooks, watcher = NOBODY): ReadonlyMap<string, JobHandler> {
  return new Map(worksOf(operation.settings).map((work) => [work.kind, handlerOf(work, operation, hooks, watcher)]));
}

function handlerOf({ kind, run }: Work, operation: Operation, hooks: AppHooks, watcher: Watcher): JobHandler {
  return async ({ key, data, attempts, signal }) => {
    const started = performance.now();
    const append = (events: NonNullable<Outcome['events']>) => {
      const at = (hooks.clock ?? SYSTEM_CLOCK).now();
      return operation.events.append(events.map((event) => ({ at, ...event })));
    };
    const msOf = () => Math.round(performance.now() - started);
    const took = () => ({ job: kind, key, attempt: attempts, ms: msOf(), traceId: currentTrace()?.traceId });
    watcher.begun({ kind, key });
    try {
      const { events = [], ...facts } = await run(
        operation,
        { key, data },
        { ...hooks, signal, ...progressOf(kind, key, hooks) },
      );
      await append(events);
      hooks.logger.info({ ...took(), ...facts }, 'done');
      watcher.ended({ kind, key, outcome: 'done', why: null }, { ms: msOf(), facts });
    } catch (cause) {
      const { message, code } = cause as Error & { code?: unknown };
      hooks.logger.error({ ...took(), error: message, code }, 'failed');
      // What failed is worth more than that it could not be told.
      await append([
        { type: 'job.failed', subject: `${kind} ${key}`, data: { kind, key, attempt: attempts, error: message } },
      ]).catch((error: unknown) => hooks.logger.warn({ error: (error as Error).message }, 'no event was written'));
      watcher.ended({ kind, key, outcome: 'failed', why: message }, { ms: msOf() });
      throw cause;
    }
  };
}

/** Time between two lines that tell how far a job has come. */
const TOLD_MS = 30_000;

/** Tells in the log how far a long job has come, and whoever else listens. */
function progressOf(job: string, key: string, { logger, onProgress }: AppHooks): Pick<AppHooks, 'onProgress'> {
  let told = performance.now();
  return {
    onProgress: (progress) => {
      onProgress?.(progress);
      if (performance.now() - told < TOLD_MS) return;
      told = performance.now();
      const { stage, done, total, unit } = progress;
      logger.info({ job, key, stage, done, total, unit }, 'at work');
    },
  };
}

/** Waits, and no longer than until the signal. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
