import { inTrace, newTrace, traceWithin } from '@dqs/core';
import type { PgBoss } from 'pg-boss';

import type { Envelope } from './boss.js';
import type { JobHandler } from './job.js';

/** How jobs are taken. */
interface TakerOptions {
  readonly pollSeconds: number;
  /** Aborts what still runs when time is up. */
  readonly end: AbortSignal;
}

/** Those who take jobs from a queue, one a kind, as long as the kind is not paused. */
export class Takers {
  readonly #boss: PgBoss;
  readonly #handlers: ReadonlyMap<string, JobHandler>;
  readonly #options: TakerOptions;
  readonly #taking = new Set<string>();
  readonly #running = new Set<Promise<void>>();

  constructor(boss: PgBoss, handlers: ReadonlyMap<string, JobHandler>, options: TakerOptions) {
    this.#boss = boss;
    this.#handlers = handlers;
    this.#options = options;
  }

  /** Takes jobs of all kinds but some from now on. */
  async take(paused: ReadonlySet<string> = new Set()): Promise<void> {
    for (const kind of this.#handlers.keys()) {
      const isTaking = this.#taking.has(kind);
      if (paused.has(kind) && isTaking) {
        // It may be doing a job, which goes on.
        await this.#boss.offWork(kind, { wait: false });
        this.#taking.delete(kind);
      } else if (!paused.has(kind) && !isTaking) {
        await this.#begin(kind);
        this.#taking.add(kind);
      }
    }
  }

  /** Takes no more, and waits for what runs. */
  async end(): Promise<void> {
    await Promise.all([...this.#taking].map((kind) => this.#boss.offWork(kind, { wait: true })));
    await Promise.allSettled(this.#running);
  }

  async #begin(kind: string): Promise<void> {
    const options = { batchSize: 1, pollingIntervalSeconds: this.#options.pollSeconds } as const;
    await this.#boss.work<Envelope>(kind, options, async ([job]) => {
      const { data: envelope, retryCount: before, signal: own } = job!;
      const { trace, ...data } = envelope;
      const signal = AbortSignal.any([own, this.#options.end]);
      const handler = this.#handlers.get(kind)!;
      // What nobody put within a trace begins one.
      const running = inTrace(traceWithin(trace) ?? newTrace(), () =>
        handler({ kind, ...data, attempts: before + 1, signal }),
      );
      this.#running.add(running);
      try {
        await running;
      } finally {
        this.#running.delete(running);
      }
    });
  }
}
