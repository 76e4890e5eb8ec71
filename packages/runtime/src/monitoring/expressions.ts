/** Recorded series, each by the expression that it keeps: boards and alerts say the short name. */
export const RECORDED = {
  'dqs:http_requests:rate5m': 'sum by (job, route, method, status) (rate(dqs_http_request_duration_seconds_count[5m]))',
  'dqs:http_errors:ratio_rate5m':
    '(sum by (job) (rate(dqs_http_request_duration_seconds_count{status="5xx"}[5m])) or sum by (job) (rate(dqs_http_request_duration_seconds_count[5m])) * 0) / sum by (job) (rate(dqs_http_request_duration_seconds_count[5m]))',
  'dqs:http_request_duration_seconds:p99_5m':
    'histogram_quantile(0.99, sum by (job, route, le) (rate(dqs_http_request_duration_seconds_bucket[5m])))',
  'dqs:http_request_duration_seconds:p50_5m':
    'histogram_quantile(0.5, sum by (job, route, le) (rate(dqs_http_request_duration_seconds_bucket[5m])))',
  'dqs:job_failures:rate1h': 'sum by (kind) (rate(dqs_jobs_ended_total{outcome="failed"}[1h]))',
} as const;

/** Name of a recorded series. */
export type Recorded = keyof typeof RECORDED;

/** Names of recorded series with their expressions. */
export const RECORDED_EXPRESSIONS: readonly (readonly [string, string])[] = Object.entries(RECORDED);

/** Seconds of a minute, an hour, a day. */
export const [MINUTE, HOUR, DAY] = [60, 3600, 86_400] as const;
