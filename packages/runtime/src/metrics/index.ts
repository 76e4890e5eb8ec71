export { METRICS, type MetricDefinition, type MetricName } from './definitions.js';
export { Metrics, processMetrics, type Reading } from './metrics.js';
export { MetricsCollector } from './collector.js';
export { serveMetrics, type MetricsServer } from './metrics-server.js';
export { openSpans, type DoneSpan, type Spans } from './spans.js';
export type { SystemSources } from './system-readings.js';
export { countIngest, jobMetrics } from './job-metrics.js';
