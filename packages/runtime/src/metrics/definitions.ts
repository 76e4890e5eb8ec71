/** A metric as `/metrics` names it: prefix `dqs_`, base units, ratios from 0 to 1. */
export interface MetricDefinition {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels?: readonly string[];
  /** Upper bounds of a histogram. */
  readonly buckets?: readonly number[];
}

/** Bounds of the duration of requests, seconds: from a cached answer to a delivery of half a million results. */
const REQUEST_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10];
/** Bounds of the duration of jobs, seconds: from a look at nothing to a training. */
const JOB_SECONDS = [0.1, 1, 10, 60, 600, 3600];

/** Every metric. No label holds a dataset or a rule, but those of the few series at the top of a list. */
export const METRICS = {
  dqs_http_request_duration_seconds: {
    kind: 'histogram',
    help: 'Time from the headers of a request to the end of its answer.',
    labels: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
  },
  dqs_forecasts_made_total: { kind: 'counter', help: 'Forecasts that were made on request.' },
  dqs_forecasts_issued_total: { kind: 'counter', help: 'Forecasts that jobs issued.', labels: ['arm'] },
  dqs_ingest_rows_total: { kind: 'counter', help: 'Rows of results that came in.', labels: ['outcome'] },
  dqs_ingest_deliveries_total: { kind: 'counter', help: 'Deliveries that came in.', labels: ['outcome'] },
  dqs_jobs_ended_total: { kind: 'counter', help: 'Attempts at jobs that ended here.', labels: ['kind', 'outcome'] },
  dqs_job_duration_seconds: {
    kind: 'histogram',
    help: 'Time of attempts at jobs that ended here.',
    labels: ['kind'],
    buckets: JOB_SECONDS,
  },
  dqs_jobs_waiting: { kind: 'gauge', help: 'Jobs that are due and that nobody has begun.', labels: ['kind'] },
  dqs_jobs_running: { kind: 'gauge', help: 'Jobs that run, anywhere.', labels: ['kind'] },
  dqs_jobs_failed: { kind: 'gauge', help: 'Jobs that failed for good in the last three days.', labels: ['kind'] },
  dqs_jobs_late_seconds: {
    kind: 'gauge',
    help: 'How late the oldest job is: since it was due, or beyond two hours of running.',
    labels: ['kind'],
  },
  dqs_tick_age_seconds: { kind: 'gauge', help: 'Time since somebody looked at what is due.' },
  dqs_alert_tick_age_seconds: { kind: 'gauge', help: 'Time since a policy last decided who is told what.' },
  dqs_outbox_waiting: { kind: 'gauge', help: 'Messages that wait to be sent.', labels: ['alerting'] },
  dqs_outbox_dead: { kind: 'gauge', help: 'Messages that were given up.', labels: ['alerting'] },
  dqs_outbox_age_seconds: { kind: 'gauge', help: 'Age of the oldest message that waits.', labels: ['alerting'] },
  dqs_channels_failing: {
    kind: 'gauge',
    help: 'Receivers that are off, refused a message, or took none three times in a row.',
    labels: ['alerting'],
  },
  dqs_incidents_open: { kind: 'gauge', help: 'Incidents that are open.', labels: ['alerting', 'severity'] },
  dqs_ledger_dates: { kind: 'gauge', help: 'Days from the first that was forecast to the last.' },
  dqs_ledger_dates_changed: { kind: 'gauge', help: 'Days of which something is known that was not graded yet.' },
  dqs_ledger_rows: {
    kind: 'gauge',
    help: 'Rows of the ledger; of a long table, about.',
    labels: ['table'],
  },
  dqs_model_coverage_ratio: {
    kind: 'gauge',
    help: 'Share of results within the interval of a nominal probability, where enough tell.',
    labels: ['model', 'interval'],
  },
  dqs_model_skill_ratio: { kind: 'gauge', help: '1 - MAE / MAE of the naive forecast.', labels: ['model'] },
  dqs_model_e_value: {
    kind: 'gauge',
    help: 'Evidence that the live loss is worse than that of naive, or of the backtest.',
    labels: ['model', 'against'],
  },
  dqs_model_age_seconds: { kind: 'gauge', help: 'Time since the training of the model.', labels: ['model'] },
  dqs_forecasts_share_ratio: {
    kind: 'gauge',
    help: 'Of the series whose results are there, the share with a forecast of the day to come.',
  },
  dqs_sources: { kind: 'gauge', help: 'Sources that have ever delivered.' },
  dqs_sources_late: { kind: 'gauge', help: 'Sources that have not delivered though they usually have by now.' },
  dqs_source_lag_seconds: {
    kind: 'gauge',
    help: 'When the day arrived, or how long it has been awaited: the longest few.',
    labels: ['source'],
  },
  dqs_series: { kind: 'gauge', help: 'Series that are judged.' },
  dqs_series_below_target: { kind: 'gauge', help: 'Series whose judged day missed its target.' },
  dqs_top_risk_ratio: {
    kind: 'gauge',
    help: 'Probability that the forecast day misses its target: the highest few.',
    labels: ['rank', 'dataset', 'rule'],
  },
  dqs_retraining_overdue_seconds: { kind: 'gauge', help: 'How late a run of retraining is.', labels: ['alias'] },
  dqs_retraining_waiting_seconds: {
    kind: 'gauge',
    help: 'How long a challenger has waited for somebody.',
    labels: ['alias'],
  },
  dqs_retraining_rejects: {
    kind: 'gauge',
    help: 'Runs of retraining in a row that kept nothing.',
    labels: ['alias'],
  },
  dqs_rollback_age_seconds: {
    kind: 'gauge',
    help: 'Time since the rollback by which an alias points where it points.',
    labels: ['alias'],
  },
  dqs_audit_intact: { kind: 'gauge', help: 'Whether the last verification found the audit log intact.' },
  dqs_audit_verification_age_seconds: { kind: 'gauge', help: 'Time since the audit log was verified.' },
  dqs_store_size_bytes: { kind: 'gauge', help: 'Size of the database.' },
  dqs_store_free_bytes: { kind: 'gauge', help: 'Room on the disk of an embedded database.' },
  dqs_collection_errors_total: {
    kind: 'counter',
    help: 'Times that something to be measured could not be.',
    labels: ['part'],
  },
  dqs_collection_timestamp_seconds: { kind: 'gauge', help: 'When the figures of the system were last collected.' },
  dqs_event_loop_lag_seconds: { kind: 'gauge', help: 'Delay of the event loop since the last collection, 99 %.' },
  dqs_heap_used_bytes: { kind: 'gauge', help: 'Memory of JavaScript that is used.' },
  process_cpu_seconds_total: { kind: 'counter', help: 'Time of processors that the process has used.' },
  process_resident_memory_bytes: { kind: 'gauge', help: 'Memory of the process.' },
  process_start_time_seconds: { kind: 'gauge', help: 'When the process began, seconds since 1970.' },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

/** Name of a metric. */
export type MetricName = keyof typeof METRICS;
