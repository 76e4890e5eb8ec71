import { availableParallelism } from 'node:os';

import type { Hooks } from '@dqs/core';

import type { FitOptions } from './options.js';

/** Trainings that run at once, at most: on two threads, one each is faster than one after the other on both. */
const MOST_LANES = 2;

/** What one of several trainings that run at once is told. */
export interface LaneHooks extends Hooks {
  /** How many trainings share the threads. */
  readonly sharedBy: number;
}

interface Waiting {
  readonly training: symbol;
  readonly begin: () => void;
  readonly giveUp: (reason: unknown) => void;
}

/**
 * Runs the trainings that do not need one another side by side: they begin in the order in which they were asked for, and each has its
 * part of the threads. While one prepares its rows on this thread, another learns on its own. What comes out is the same as one after
 * the other, because no model depends on the number of threads.
 *
 * Where one fails, those that run are aborted and the others do not begin.
 */
export class TrainingLanes {
  readonly #width: number;
  readonly #hooks: Hooks;
  readonly #waiting: Waiting[] = [];
  readonly #running = new Set<symbol>();
  readonly #stop = new AbortController();
  #failure: { readonly reason: unknown } | undefined;

  /** @param width trainings that run at once, at most. */
  constructor(width: number, hooks: Hooks) {
    this.#width = width;
    this.#hooks = hooks;
  }

  /** Whether trainings are run one after the other. */
  get isSingle(): boolean {
    return this.#width === 1;
  }

  /** What a training failed with first; undefined if none did. */
  get failure(): { readonly reason: unknown } | undefined {
    return this.#failure;
  }

  /** Why some of these did not come about: what a training failed with first, which the others may only have been told. */
  reasonOf(settled: readonly PromiseSettledResult<unknown>[]): unknown {
    return this.#failure ? this.#failure.reason : settled.find((one) => one.status === 'rejected')?.reason;
  }

  /** Runs a training as soon as there is room for it. */
  async run<Result>(train: (hooks: LaneHooks) => Promise<Result>): Promise<Result> {
    const own = Symbol('training');
    await this.#room(own);
    try {
      return await train(this.#hooksOf(own));
    } catch (error) {
      this.#fail(error);
      throw error;
    } finally {
      this.#running.delete(own);
      this.#beginNext();
    }
  }

  /** Takes a place at once, or waits for one. */
  #room(training: symbol): Promise<void> | undefined {
    if (this.#failure) throw this.#failure.reason;
    if (this.#running.size === this.#width) {
      return new Promise((begin, giveUp) => this.#waiting.push({ training, begin, giveUp }));
    }
    this.#running.add(training);
    return undefined;
  }

  #beginNext(): void {
    const next = this.#waiting.shift();
    if (!next) return;
    this.#running.add(next.training);
    next.begin();
  }

  #fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#stop.abort(reason);
    for (const { giveUp } of this.#waiting.splice(0)) giveUp(reason);
  }

  /** The one that began first tells how far it is: people can follow one at a time. */
  #hooksOf(own: symbol): LaneHooks {
    const { signal, onProgress } = this.#hooks;
    return {
      ...this.#hooks,
      signal: signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal,
      onProgress: onProgress && ((progress) => this.#running.values().next().value === own && onProgress(progress)),
      sharedBy: this.#width,
    };
  }
}

/** How many trainings a fit runs at once: one where threads are few or memory is scarce, since each needs its own. */
export function lanesFor(options: FitOptions, isInMemory: boolean): number {
  if (!isInMemory || options.machines) return 1;
  return Math.min(MOST_LANES, options.threads === 0 ? availableParallelism() : options.threads);
}
