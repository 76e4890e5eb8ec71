import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import { METRICS, type MetricDefinition, type MetricName } from './definitions.js';

type Labels = Readonly<Record<string, string>>;
type NamesOf<K extends MetricDefinition['kind']> = {
  [N in MetricName]: (typeof METRICS)[N]['kind'] extends K ? N : never;
}[MetricName];

/** A reading of a gauge. */
export interface Reading {
  readonly labels?: Labels;
  readonly value: number;
}

/** The metrics of a process: counted where something happens, set where something is looked at, told by {@link text}. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #counters = new Map<string, Counter>();
  readonly #gauges = new Map<string, Gauge>();
  readonly #histograms = new Map<string, Histogram>();

  constructor() {
    for (const [name, definition] of Object.entries<MetricDefinition>(METRICS)) this.#add(name, definition);
  }

  #add(name: string, { kind, help, labels = [], buckets }: MetricDefinition): void {
    const common = { name, help, labelNames: [...labels], registers: [this.#registry] };
    if (kind === 'counter') this.#counters.set(name, new Counter(common));
    else if (kind === 'gauge') this.#addGauge(name, new Gauge(common));
    else this.#histograms.set(name, new Histogram({ ...common, buckets: [...buckets!] }));
  }

  /** A gauge without labels is 0 from the start, and nothing is known yet. */
  #addGauge(name: string, gauge: Gauge): void {
    gauge.remove({});
    this.#gauges.set(name, gauge);
  }

  /** Counts what has happened. */
  count(name: NamesOf<'counter'>, by = 1, labels: Labels = {}): void {
    this.#counters.get(name)!.inc(labels, by);
  }

  /** What takes durations of the same labels, in seconds: looked up once, used often. */
  timer(name: NamesOf<'histogram'>, labels: Labels): (seconds: number) => void {
    const one = this.#histograms.get(name)!.labels(labels);
    return (seconds) => one.observe(seconds);
  }

  /** Replaces all readings of a gauge: what is no longer there is no longer told. */
  set(name: NamesOf<'gauge'>, readings: number | readonly Reading[]): void {
    const gauge = this.#gauges.get(name)!;
    gauge.reset();
    if (typeof readings === 'number') return gauge.set(readings);
    // Without labels it is 0 after a reset, which nobody has read.
    if (readings.length === 0) return gauge.remove({});
    for (const { labels = {}, value } of readings) gauge.set(labels, value);
  }

  /** All of them as Prometheus reads them. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }
}

/** The metrics of this process: one is enough, whatever runs in it. */
export const processMetrics = new Metrics();
