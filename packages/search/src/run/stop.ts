import type { ResolvedOptions } from './options.js';

/** Why a search ended: all trials done, a budget used up, or nothing left to try. */
export type StopReason = 'trials' | 'time' | 'memory' | 'exhausted';

/** How often memory is checked. */
const MEMORY_INTERVAL_MS = 200;

/** Watches the time and memory budgets of a search and the caller's signal; fires one signal for all. */
export class StopWatch {
  readonly #controller = new AbortController();
  readonly #options: Pick<ResolvedOptions, 'timeMs' | 'memoryBytes' | 'signal'>;
  readonly #onAbort = () => this.stop('aborted');
  #timers: NodeJS.Timeout[] = [];
  #reason: StopReason | 'aborted' | undefined;

  constructor(options: Pick<ResolvedOptions, 'timeMs' | 'memoryBytes' | 'signal'>) {
    this.#options = options;
  }

  /** Fires when a budget is used up or the caller wants to stop. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why it fired; undefined until it has. */
  get reason(): StopReason | 'aborted' | undefined {
    return this.#reason;
  }

  /** Starts watching. */
  start(): void {
    const { timeMs, memoryBytes, signal } = this.#options;
    if (signal?.aborted) this.stop('aborted');
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (timeMs !== undefined) this.#timers.push(setTimeout(() => this.stop('time'), Math.min(timeMs, 2 ** 31 - 1)));
    if (memoryBytes !== undefined) this.#timers.push(setInterval(() => this.checkMemory(), MEMORY_INTERVAL_MS));
    this.checkMemory();
  }

  /** Stops if the process has exceeded its memory budget. */
  checkMemory(): void {
    const { memoryBytes } = this.#options;
    if (memoryBytes !== undefined && process.memoryUsage.rss() > memoryBytes) this.stop('memory');
  }

  /** Fires the signal, once. */
  stop(reason: StopReason | 'aborted'): void {
    this.#reason ??= reason;
    this.#controller.abort(new Error(`the search stops: ${this.#reason}`));
  }

  /** Releases timers and the caller's signal. */
  release(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }
}
