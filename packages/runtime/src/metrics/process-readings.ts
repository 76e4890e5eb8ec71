import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

import type { Metrics } from './metrics.js';

const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;
const P99 = 99;
/** How finely the delay of the event loop is measured, milliseconds. */
const RESOLUTION_MS = 20;

/** Reads what the process uses. Names and meaning are those that every exporter of Prometheus has. */
export class ProcessReadings {
  readonly #metrics: Metrics;
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #cpuSeconds = 0;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
    this.#delay.enable();
  }

  /** Reads it now: of the delay, what it was since the last time. */
  read(): void {
    const { user, system } = process.cpuUsage();
    const cpuSeconds = (user + system) / MICROSECONDS;
    this.#metrics.count('process_cpu_seconds_total', Math.max(0, cpuSeconds - this.#cpuSeconds));
    this.#cpuSeconds = cpuSeconds;
    const { rss, heapUsed } = process.memoryUsage();
    this.#metrics.set('process_resident_memory_bytes', rss);
    this.#metrics.set('dqs_heap_used_bytes', heapUsed);
    this.#metrics.set('process_start_time_seconds', performance.timeOrigin / 1000);
    const p99 = this.#delay.percentile(P99) / NANOSECONDS;
    // The timer itself waits for its resolution.
    this.#metrics.set('dqs_event_loop_lag_seconds', Math.max(0, p99 - RESOLUTION_MS / 1000));
    this.#delay.reset();
  }

  close(): void {
    this.#delay.disable();
  }
}
