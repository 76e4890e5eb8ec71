import { availableParallelism } from 'node:os';

import { DqsError } from '@dqs/core';

import { fromSent, type FromWorker } from './protocol.js';
import { SpareCores } from './spare-cores.js';
import { startWorker, type Isolation, type WorkerHandle } from './worker-handle.js';

/** Options of a pool. */
export interface PoolOptions {
  /** Module of the workers; it calls `serveTasks` or `serveShards`. */
  readonly entry: URL;
  /** Data every worker receives at startup; copied to each. A function is called once for them, when all have been started. */
  readonly data: unknown;
  /**
   * Most workers, 1 or more. Of threads, no more are started at once than there are cores, and others while cores idle.
   * @default number of cores
   */
  readonly workers?: number;
  /** @default 'threads' */
  readonly isolation?: Isolation;
  /** Limit of a worker's JavaScript heap in megabytes; the worker is terminated above it. @default 1024 */
  readonly memoryLimitMb?: number;
}

/** The worker exited before it answered, possibly because of the task. The code is `worker-crashed`. */
export class WorkerCrash extends DqsError {
  /** @param reason how the worker ended, for people. */
  constructor(reason: string) {
    super('worker-crashed', reason);
  }
}

interface PendingTask {
  readonly id: number;
  readonly task: unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Slot {
  handle: WorkerHandle;
  isReady: boolean;
  /** Tasks sent to it, oldest first: the first is running, the second waits so that the worker is never idle. */
  readonly sent: PendingTask[];
}

const SENT_AHEAD = 2;
/** Consecutive workers that may exit before they are ready. */
const MAX_FAILED_STARTS = 3;

/**
 * Runs tasks in parallel workers. A worker that crashes costs its task (`run` rejects with {@link WorkerCrash}), not
 * the pool: a new worker replaces it, and tasks still waiting there are run elsewhere.
 */
export class WorkerPool<Task, Result> {
  readonly size: number;
  readonly #options: Required<Pick<PoolOptions, 'isolation' | 'memoryLimitMb'>> & PoolOptions;
  readonly #slots: Slot[] = [];
  readonly #waiting: PendingTask[] = [];
  readonly #data: unknown;
  readonly #spareCores: SpareCores;
  #nextId = 0;
  #failedStarts = 0;
  #failure: Error | undefined;
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = { isolation: 'threads', memoryLimitMb: 1024, ...options };
    this.size = options.workers ?? availableParallelism();
    const cores = availableParallelism();
    const atOnce = this.#options.isolation === 'threads' ? Math.min(this.size, cores) : this.size;
    for (let i = 0; i < atOnce; i += 1) this.#slots.push(this.#start());
    this.#spareCores = new SpareCores(cores);
    try {
      this.#data = typeof options.data === 'function' ? (options.data as () => unknown)() : options.data;
    } catch (error) {
      void this.close();
      throw error;
    }
    for (const slot of this.#slots) this.#greet(slot);
  }

  /**
   * Runs a task on the next free worker.
   *
   * @throws WorkerCrash if the worker exits before it answers; the error of the task itself; DqsError
   * `batch-worker-failed` if workers cannot start.
   */
  run(task: Task): Promise<Result> {
    return new Promise<unknown>((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#waiting.push({ id: this.#nextId++, task, resolve, reject });
      this.#dispatch();
    }) as Promise<Result>;
  }

  /** Terminates all workers; unfinished tasks never settle. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#slots.map(({ handle }) => handle.stop()));
  }

  #start(): Slot {
    const { entry, isolation, memoryLimitMb } = this.#options;
    const slot: Slot = { handle: undefined as unknown as WorkerHandle, isReady: false, sent: [] };
    slot.handle = startWorker(
      { entry, isolation, memoryLimitMb },
      { onMessage: (message) => this.#onMessage(slot, message), onExit: (reason) => this.#onExit(slot, reason) },
    );
    return slot;
  }

  #greet(slot: Slot): Slot {
    slot.handle.send({ kind: 'start', data: this.#data });
    return slot;
  }

  #dispatch(): void {
    for (let ahead = 0; ahead < SENT_AHEAD; ahead += 1) {
      for (const slot of this.#slots) {
        if (!slot.isReady || slot.sent.length !== ahead) continue;
        const next = this.#waiting.shift();
        if (next === undefined) return;
        slot.sent.push(next);
        slot.handle.send({ kind: 'task', id: next.id, task: next.task });
      }
    }
  }

  #onMessage(slot: Slot, message: FromWorker): void {
    if (message.kind === 'ready') {
      slot.isReady = true;
      this.#failedStarts = 0;
    } else if (message.kind === 'failed') {
      this.#fail(cannotStart(message.error.message, fromSent(message.error)));
    } else {
      const at = slot.sent.findIndex(({ id }) => id === message.id);
      // A failed pool has rejected its tasks, so late answers are ignored.
      if (at < 0) return;
      const [task] = slot.sent.splice(at, 1);
      if (message.kind === 'result') task!.resolve(message.result);
      else task!.reject(fromSent(message.error));
      this.#grow();
    }
    this.#dispatch();
  }

  /** Starts one more worker where tasks wait and cores idle. */
  #grow(): void {
    const wants = this.#slots.length < this.size && this.#waiting.length > 0 && this.#failure === undefined;
    if (wants && !this.#isClosed && this.#spareCores.areThere()) this.#slots.push(this.#greet(this.#start()));
  }

  #onExit(slot: Slot, reason: string): void {
    if (this.#isClosed || this.#failure !== undefined) return;
    const [running, ...others] = slot.sent;
    this.#waiting.unshift(...others);
    running?.reject(new WorkerCrash(reason));
    if (!slot.isReady) {
      this.#failedStarts += 1;
      if (this.#failedStarts >= MAX_FAILED_STARTS) {
        this.#fail(cannotStart(reason));
        return;
      }
    }
    this.#slots[this.#slots.indexOf(slot)] = this.#greet(this.#start());
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    const lost = [...this.#waiting.splice(0), ...this.#slots.flatMap(({ sent }) => sent.splice(0))];
    for (const { reject } of lost) reject(this.#failure);
  }
}

function cannotStart(reason: string, cause?: Error): DqsError {
  return new DqsError('batch-worker-failed', `no worker could be started: ${reason}`, { cause });
}
