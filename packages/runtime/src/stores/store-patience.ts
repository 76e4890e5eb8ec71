import { setTimeout as sleep } from 'node:timers/promises';

import { DqsError } from '@dqs/core';

/** What a database that is away says, and may be back from. */
const AWAY = new Set(['store-lost', 'store-unreachable']);
/** So long the first who finds a database away waits for it; whoever finds it away after that hears so at once. */
const WAIT_MS = 10_000;
const FIRST_PAUSE_MS = 20;
const MOST_PAUSE_MS = 500;

/**
 * Waits for a database that is away for a moment: its server was killed and is started again, or it changes places. All who share
 * this wait together, so that a database that stays away keeps nobody waiting for ever, and requests do not pile up before it.
 */
export class StorePatience {
  readonly #waitMs: number;
  #awaySince: number | undefined;

  /** @param waitMs milliseconds. */
  constructor(waitMs: number = WAIT_MS) {
    this.#waitMs = waitMs;
  }

  /**
   * Does work again while the database is away.
   *
   * @param work harmless if done twice, as a transaction is that the server did not commit.
   * @param settlesDoubt whether it looks itself for what may be there already; otherwise a transaction that may have been committed is
   * not repeated.
   * @throws whatever the work throws, in the end.
   */
  async ask<T>(work: () => Promise<T> | T, { settlesDoubt = false } = {}): Promise<T> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, MOST_PAUSE_MS)) {
      try {
        const result = await work();
        this.#awaySince = undefined;
        return result;
      } catch (error) {
        if (!isAway(error, settlesDoubt) || !this.#mayWait()) throw error;
      }
      // Not all at the same moment.
      await sleep(pause * (0.5 + Math.random() / 2));
    }
  }

  /** Not the time of day, which can be set while waiting. */
  #mayWait(): boolean {
    const now = performance.now();
    this.#awaySince ??= now;
    return now - this.#awaySince < this.#waitMs;
  }
}

function isAway(error: unknown, settlesDoubt: boolean): boolean {
  return DqsError.is(error) && AWAY.has(error.code) && (settlesDoubt || error.details['mayBeThere'] !== true);
}
