import { setImmediate as nextTurn } from 'node:timers/promises';

import { throwIfAborted, type Hooks } from '@dqs/core';

import type { LedgerTick } from './ledger-facts.js';

/** Series times ticks that are kept: some hundred megabytes. */
const MOST_KEPT = 300_000;

/** The ticks of the last replay, for the next one that is about the same: whoever tries thresholds waits once. */
export class KeptTicks {
  #kept: { readonly key: string; readonly ticks: readonly LedgerTick[] } | undefined;

  /**
   * Ticks that were kept, else those that are made, which are kept unless there are too many.
   *
   * @param key names all that they depend on.
   */
  async *of(
    key: string,
    make: () => AsyncIterable<LedgerTick>,
    hooks: Pick<Hooks, 'signal'> = {},
  ): AsyncGenerator<LedgerTick> {
    if (this.#kept?.key === key) {
      for (const tick of this.#kept.ticks) {
        throwIfAborted(hooks.signal);
        yield tick;
        await nextTurn();
      }
      return;
    }
    this.#kept = undefined;
    const ticks: LedgerTick[] = [];
    let size = 0;
    for await (const tick of make()) {
      size += tick.facts.series.length;
      if (size <= MOST_KEPT) ticks.push(tick);
      else ticks.length = 0;
      yield tick;
    }
    if (size <= MOST_KEPT) this.#kept = { key, ticks };
  }
}
