import { DAY, HOUR, MINUTE, RECORDED_EXPRESSIONS } from './expressions.js';

/** An alert of Prometheus, and the input under which promtool sees it fire. */
interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly severity: 'critical' | 'warning' | 'none';
  readonly summary: string;
  /** Page of `docs/runbooks`; undefined where none of them is about it. */
  readonly runbook?: string;
  /** Series that make it fire, with their constant value, and one that does not. */
  readonly test: { readonly series: string; readonly bad: number; readonly good: number };
}

const gauge = (series: string, bad: number, good: number) => ({ series, bad, good });

/** What Prometheus tells of DQS, beside and above what DQS tells itself: it also notices that DQS is silent. */
const ALERTS: readonly AlertRule[] = [
  {
    alert: 'DqsWatchdog',
    expr: 'vector(1)',
    for: '0m',
    severity: 'none',
    summary: 'Always fires: send it to a service elsewhere that raises the alarm when it hears nothing.',
    runbook: 'watchdog',
    test: gauge('unused', 1, 1),
  },
  {
    alert: 'DqsDown',
    expr: 'up{job=~"dqs.*"} == 0',
    for: '5m',
    severity: 'critical',
    summary: 'A process of DQS does not answer.',
    test: gauge('up{job="dqs-api"}', 0, 1),
  },
  {
    alert: 'DqsErrors',
    expr: 'dqs:http_errors:ratio_rate5m > 0.01',
    for: '10m',
    severity: 'critical',
    summary: 'More than 1 % of requests end with an error of the server.',
    test: gauge('dqs:http_errors:ratio_rate5m{job="dqs-api"}', 0.05, 0.001),
  },
  {
    alert: 'DqsSlow',
    expr: 'dqs_event_loop_lag_seconds > 0.1',
    for: '10m',
    severity: 'warning',
    summary: 'Requests wait for each other: the process has more to do than it can.',
    test: gauge('dqs_event_loop_lag_seconds{job="dqs-api"}', 0.5, 0.01),
  },
  {
    alert: 'DqsFiguresOld',
    expr: 'time() - dqs_collection_timestamp_seconds > 300',
    for: '5m',
    severity: 'warning',
    summary: 'Figures of the system have not been collected for minutes.',
    test: gauge('dqs_collection_timestamp_seconds{job="dqs-api"}', -10_000, 1e9),
  },
  {
    alert: 'DqsJobLate',
    expr: `max by (kind) (dqs_jobs_late_seconds) > ${HOUR}`,
    for: '5m',
    severity: 'warning',
    summary: 'A job has waited for an hour, or runs for three.',
    runbook: 'job-late',
    test: gauge('dqs_jobs_late_seconds{kind="grade"}', 2 * HOUR, 60),
  },
  {
    alert: 'DqsJobFailed',
    expr: 'max by (kind) (dqs_jobs_failed) > 0',
    for: '0m',
    severity: 'warning',
    summary: 'A job has failed for good.',
    runbook: 'job-late',
    test: gauge('dqs_jobs_failed{kind="collect"}', 1, 0),
  },
  {
    alert: 'DqsNoTick',
    expr: `min(dqs_tick_age_seconds) > ${15 * MINUTE}`,
    for: '5m',
    severity: 'critical',
    summary: 'Nobody looks at what is due.',
    runbook: 'job-late',
    test: gauge('dqs_tick_age_seconds', HOUR, 30),
  },
  {
    alert: 'DqsNoAlertTick',
    expr: `min(dqs_alert_tick_age_seconds) > ${HOUR}`,
    for: '5m',
    severity: 'critical',
    summary: 'No policy decides who is told what.',
    runbook: 'watchdog',
    test: gauge('dqs_alert_tick_age_seconds', 2 * HOUR, 120),
  },
  {
    alert: 'DqsOutboxStuck',
    expr: `max by (alerting) (dqs_outbox_age_seconds) > ${15 * MINUTE}`,
    for: '0m',
    severity: 'warning',
    summary: 'A message has waited for a quarter of an hour.',
    runbook: 'outbox-stuck',
    test: gauge('dqs_outbox_age_seconds{alerting="main"}', HOUR, 10),
  },
  {
    alert: 'DqsChannelFailing',
    expr: 'max by (alerting) (dqs_channels_failing) > 0',
    for: '0m',
    severity: 'warning',
    summary: 'A receiver is off, refuses messages, or takes none.',
    runbook: 'channel-failing',
    test: gauge('dqs_channels_failing{alerting="main"}', 1, 0),
  },
  {
    alert: 'DqsSourceLate',
    expr: 'max(dqs_sources_late) > 0',
    for: '0m',
    severity: 'warning',
    summary: 'A source has not delivered though it usually has by now.',
    runbook: 'source-late',
    test: gauge('dqs_sources_late', 1, 0),
  },
  {
    alert: 'DqsForecastsMissing',
    expr: 'min(dqs_forecasts_share_ratio) < 0.9',
    for: '1h',
    severity: 'warning',
    summary: 'Series whose results are there have no forecast of the day to come.',
    runbook: 'forecasts-not-issued',
    test: gauge('dqs_forecasts_share_ratio', 0.5, 1),
  },
  {
    alert: 'DqsWorseThanNaive',
    expr: 'max by (model) (dqs_model_e_value{against="naive"}) >= 100',
    for: '0m',
    severity: 'warning',
    summary: 'The naive forecast beats the model, and chance does not explain it.',
    runbook: 'worse-than-naive',
    test: gauge('dqs_model_e_value{against="naive",model="orders"}', 150, 2),
  },
  {
    alert: 'DqsCoverageOff',
    expr: 'dqs_model_coverage_ratio{interval="0.8"} < 0.7 or dqs_model_coverage_ratio{interval="0.8"} > 0.9 or dqs_model_coverage_ratio{interval="0.95"} < 0.88',
    for: '0m',
    severity: 'warning',
    summary: 'Results fall into intervals more or less often than they should.',
    runbook: 'coverage-off',
    test: gauge('dqs_model_coverage_ratio{interval="0.8",model="orders"}', 0.5, 0.8),
  },
  {
    alert: 'DqsRetrainingStuck',
    expr: `max by (alias) (dqs_retraining_overdue_seconds) > ${HOUR} or max by (alias) (dqs_retraining_waiting_seconds) > ${3 * DAY} or max by (alias) (dqs_retraining_rejects) >= 3`,
    for: '0m',
    severity: 'warning',
    summary: 'A training has died, a challenger waits, or one after another is turned down.',
    runbook: 'retraining-stuck',
    test: gauge('dqs_retraining_rejects{alias="orders@production"}', 3, 1),
  },
  {
    alert: 'DqsRollback',
    expr: `min by (alias) (dqs_rollback_age_seconds) < ${3 * DAY}`,
    for: '0m',
    severity: 'warning',
    summary: 'An alias points at an earlier version again.',
    runbook: 'rollback-happened',
    test: gauge('dqs_rollback_age_seconds{alias="orders@production"}', 60, 4 * DAY),
  },
  {
    alert: 'DqsAuditBroken',
    expr: 'min(dqs_audit_intact) == 0',
    for: '0m',
    severity: 'critical',
    summary: 'The audit log is not as it was written.',
    runbook: 'audit-broken',
    test: gauge('dqs_audit_intact', 0, 1),
  },
  {
    alert: 'DqsDiskFull',
    expr: 'min(dqs_store_free_bytes) < 1073741824',
    for: '0m',
    severity: 'critical',
    summary: 'Less than 1 GiB is free on the disk of the database.',
    runbook: 'store-trouble',
    test: gauge('dqs_store_free_bytes', 1e6, 1e11),
  },
];

/** The rules of Prometheus: recorded series and alerts. */
export function ruleFile(): object {
  return {
    groups: [
      { name: 'dqs-recorded', rules: RECORDED_EXPRESSIONS.map(([record, expr]) => ({ record, expr })) },
      {
        name: 'dqs',
        rules: ALERTS.map(({ alert, expr, for: time, severity, summary, runbook }) => ({
          alert,
          expr,
          for: time,
          labels: { severity },
          annotations: { summary, ...(runbook && { runbook: `docs/runbooks/${runbook}.md` }) },
        })),
      },
    ],
  };
}

/** Every expression of the rules. */
export function ruleExpressions(): readonly string[] {
  return [...RECORDED_EXPRESSIONS.map(([, expr]) => expr), ...ALERTS.map(({ expr }) => expr)];
}

/** Pages of `docs/runbooks` that alerts name. */
export function ruleRunbooks(): readonly string[] {
  return ALERTS.flatMap(({ runbook }) => (runbook === undefined ? [] : [runbook]));
}

/** Tests of the alerts for promtool: each fires where it should, and not where all is well. */
export function ruleTests(): object {
  return {
    rule_files: ['rules.yml'],
    evaluation_interval: '1m',
    tests: ALERTS.flatMap((rule) => {
      const bad = ruleTest(rule, rule.test.bad, 'fires', 1);
      return rule.alert === 'DqsWatchdog' ? [bad] : [bad, ruleTest(rule, rule.test.good, 'is quiet', 0)];
    }),
  };
}

/** When the tests look: after the longest `for`. */
const LOOK_AT = '2h';

function ruleTest({ alert, test: { series } }: AlertRule, value: number, name: string, count: 0 | 1): object {
  return {
    name: `${alert} ${name}`,
    interval: '1m',
    input_series: [{ series, values: `${value}x180` }],
    promql_expr_test: [
      {
        expr: `count(ALERTS{alertname="${alert}",alertstate="firing"}) or vector(0)`,
        eval_time: LOOK_AT,
        exp_samples: [{ labels: '{}', value: count }],
      },
    ],
  };
}
