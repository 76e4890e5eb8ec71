import { SYSTEM_CLOCK, type Clock, type Logger } from '@dqs/core';

import type { Metrics } from './metrics.js';
import { ProcessReadings } from './process-readings.js';
import { SYSTEM_READINGS, type SystemSources } from './system-readings.js';

/** How often the system is looked at: whoever scrapes more often reads the same figures again. */
const EVERY_MS = 15_000;

/**
 * Reads the figures of the system and of the process again and again, one part after another, so that a scrape asks no database.
 * What cannot be read keeps its last figure and is counted.
 */
export class MetricsCollector {
  readonly #metrics: Metrics;
  readonly #sources: SystemSources;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #process: ProcessReadings;
  #timer: NodeJS.Timeout | undefined;
  #collecting: Promise<void> | undefined;

  constructor(metrics: Metrics, sources: SystemSources, { logger, clock }: { logger: Logger; clock?: Clock }) {
    this.#metrics = metrics;
    this.#sources = sources;
    this.#logger = logger;
    this.#clock = clock ?? SYSTEM_CLOCK;
    this.#process = new ProcessReadings(metrics);
  }

  /** Begins to collect, now and every 15 seconds. */
  start(): void {
    void this.collect();
    this.#timer = setInterval(() => void this.collect(), EVERY_MS).unref();
  }

  /** Collects once; one that is under way is not begun again. */
  collect(): Promise<void> {
    this.#collecting ??= this.#collectAll().finally(() => (this.#collecting = undefined));
    return this.#collecting;
  }

  /** Ends; what was opened for it may be closed then. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#collecting;
    this.#process.close();
  }

  async #collectAll(): Promise<void> {
    const now = this.#clock.now();
    this.#process.read();
    for (const [part, read] of SYSTEM_READINGS) {
      try {
        await read(this.#metrics, this.#sources, now);
      } catch (error) {
        this.#metrics.count('dqs_collection_errors_total', 1, { part });
        this.#logger.warn({ part, error: (error as Error).message }, 'metrics could not be collected');
      }
    }
    this.#metrics.set('dqs_collection_timestamp_seconds', now / 1000);
  }
}
