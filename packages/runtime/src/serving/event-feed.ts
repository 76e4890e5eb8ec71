import { setTimeout as sleep } from 'node:timers/promises';

import type { PostgresEvents, StoreDatabase, StoreEvent } from '@dqs/store';

import { loadStorePackage } from '../stores/open-database.js';

/** How often is looked for new events, however many follow them, milliseconds. */
const LOOK_MS = 500;
/** Events that are read at a time: what nobody takes is not read. */
const BATCH = 100;

/** What somebody follows. */
export interface Following {
  /** Events after this number; undefined for those that are still to come. */
  readonly after?: number;
  /** Only what concerns these; undefined for everything. */
  readonly tenants?: readonly string[];
  /** Whether to wait for more once all is told. @default true */
  readonly waits?: boolean;
  /** Whether the following is over. */
  readonly isOver: () => boolean;
  readonly signal: AbortSignal;
  /** So often null is told if nothing else is, milliseconds. */
  readonly heartbeatMs: number;
}

/** The events of a store for those who follow them. */
export class EventFeed {
  readonly #events: Pick<PostgresEvents, 'since' | 'latest'>;
  #latest: { readonly number: Promise<number>; readonly at: number } | undefined;

  constructor(events: Pick<PostgresEvents, 'since' | 'latest'>) {
    this.#events = events;
  }

  /**
   * Events in their order, each once, and null where nothing happens; ends when the following is over. What is not taken is not
   * read: one who takes nothing costs nothing.
   *
   * @throws DqsError as a `StoreDatabase`.
   */
  async *follow({
    after,
    tenants,
    waits = true,
    isOver,
    signal,
    heartbeatMs,
  }: Following): AsyncGenerator<StoreEvent | null> {
    let position = after ?? (await this.latest());
    let told = performance.now();
    while (!signal.aborted) {
      const latest = await this.#newest();
      while (position < latest && !signal.aborted) {
        const found = await this.#events.since(position, BATCH, tenants);
        for (const event of found) {
          yield event;
          told = performance.now();
        }
        // What was not found up to the last number is of others.
        position = found.length < BATCH ? Math.max(latest, found.at(-1)?.number ?? 0) : found.at(-1)!.number;
      }
      if (!waits || isOver()) return;
      if (performance.now() - told >= heartbeatMs) {
        yield null;
        told = performance.now();
      }
      await sleep(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (isOver()) return;
    }
  }

  /** The number of the last event; 0 before the first. */
  latest(): Promise<number> {
    return this.#events.latest();
  }

  /** The last number, asked for once by all who follow. */
  #newest(): Promise<number> {
    const now = performance.now();
    if (!this.#latest || now - this.#latest.at >= LOOK_MS) this.#latest = { number: this.#events.latest(), at: now };
    return this.#latest.number;
  }
}

/**
 * The events in an open database.
 *
 * @throws DqsError `store-missing`.
 */
export async function eventsIn(database: StoreDatabase): Promise<EventFeed> {
  const { PostgresEvents: Events } = await loadStorePackage();
  return new EventFeed(new Events(database));
}
