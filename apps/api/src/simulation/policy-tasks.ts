import { DqsError } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

import type { PolicyTask, RunTask, TaskProgress, TaskResult } from './task.js';

/** What is known of a task when whoever asked for it is answered. */
export type AskedTask<T extends PolicyTask> =
  | { readonly state: 'done'; readonly result: TaskResult<T> }
  | { readonly state: 'running'; readonly progress: TaskProgress };

/** How long and how many. Times are milliseconds. */
export interface WaitLimits {
  /** Whoever asks is answered after this time at the latest, done or not. */
  readonly waitMs: number;
  /** What nobody has asked for so long is given up. */
  readonly patienceMs: number;
  /** So long a result is there for whoever asks the same. */
  readonly keepMs: number;
  /** Tasks that wait for the one that is being done. */
  readonly most: number;
}

const WAIT_LIMITS: WaitLimits = { waitMs: 15_000, patienceMs: 20_000, keepMs: 60_000, most: 8 };

interface Entry {
  readonly key: string;
  readonly done: Promise<unknown>;
  readonly stop: AbortController;
  progress: TaskProgress;
  /** Those who wait for it now. */
  waiting: number;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Tasks on policies that people write: one is done at a time, and the same that is asked for again while it is done, or a little
 * later, is that one. Whoever asks is answered soon, and asks the same again until it is done; what nobody asks for any longer ends.
 */
export class PolicyTasks {
  readonly #run: RunTask;
  readonly #limits: WaitLimits;
  readonly #known = new Map<string, Entry>();
  #last: Promise<unknown> = Promise.resolve();
  #pending = 0;

  constructor(run: RunTask, limits: Partial<WaitLimits> = {}) {
    this.#run = run;
    this.#limits = { ...WAIT_LIMITS, ...limits };
  }

  /**
   * Asks for a task.
   *
   * @param scope what else its result depends on, such as the policy in force.
   * @throws DqsError `simulation-busy` if too many wait; as the task.
   */
  async ask<T extends PolicyTask>(task: T, scope: string, signal: AbortSignal): Promise<AskedTask<T>> {
    const { at: _, ...asked } = task;
    const key = sha256(JSON.stringify([asked, scope]));
    const known = this.#known.get(key);
    const entry = known === undefined || known.stop.signal.aborted ? this.#begin(key, task) : known;
    clearTimeout(entry.timer);
    entry.waiting += 1;
    try {
      const result = await within(entry.done, this.#limits.waitMs, signal);
      return result === LATE
        ? { state: 'running', progress: entry.progress }
        : { state: 'done', result: result as TaskResult<T> };
    } finally {
      entry.waiting -= 1;
      if (entry.waiting === 0 && signal.aborted) entry.stop.abort();
      else if (entry.waiting === 0) this.#loseInterest(entry);
    }
  }

  /** Gives up what is being done. */
  close(): void {
    for (const entry of this.#known.values()) {
      clearTimeout(entry.timer);
      entry.stop.abort();
    }
    this.#run.close?.();
  }

  #begin(key: string, task: PolicyTask): Entry {
    const { most, keepMs } = this.#limits;
    if (this.#pending > most) {
      throw new DqsError(
        'simulation-busy',
        `expected at most ${most} simulations to wait, got another; ask again later`,
      );
    }
    const stop = new AbortController();
    const onProgress = (progress: TaskProgress) => (entry.progress = progress);
    const before = this.#last;
    this.#pending += 1;
    const done = (async () => {
      await before.catch(() => undefined);
      if (stop.signal.aborted) throw new DqsError('aborted', 'nobody waits for the simulation any longer');
      return this.#run(task, { signal: stop.signal, onProgress });
    })();
    const entry: Entry = { key, done, stop, progress: { done: 0, total: 0 }, waiting: 0, timer: undefined };
    this.#last = done;
    this.#known.set(key, entry);
    const forget = () => this.#known.get(key) === entry && this.#known.delete(key);
    // What failed is tried again by the next who asks; what is done is kept a little.
    done.then(
      () => setTimeout(forget, keepMs).unref(),
      () => forget(),
    );
    void done.catch(() => undefined).finally(() => (this.#pending -= 1));
    return entry;
  }

  #loseInterest(entry: Entry): void {
    entry.timer = setTimeout(() => entry.stop.abort(), this.#limits.patienceMs);
    entry.timer.unref();
  }
}

const LATE = Symbol('late');

/** What comes of a promise; late after a time, or when whoever waits has gone. */
async function within(promise: Promise<unknown>, ms: number, signal: AbortSignal): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  let gone: (() => void) | undefined;
  const late = new Promise<typeof LATE>((done) => {
    gone = () => done(LATE);
    timer = setTimeout(gone, ms);
    signal.addEventListener('abort', gone, { once: true });
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', gone!);
  }
}
