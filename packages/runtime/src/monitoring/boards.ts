import type { Recorded } from './expressions.js';

type Unit = 's' | 'bytes' | 'percentunit' | 'short' | 'reqps';

/** A curve of a panel: an expression and how its series are called. */
interface Curve {
  readonly expr: string;
  readonly legend: string;
}

interface Panel {
  readonly title: string;
  /** What it says and when to worry, for people. */
  readonly about: string;
  readonly unit: Unit;
  readonly curves: readonly Curve[];
}

interface Board {
  readonly name: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

const panel = (title: string, about: string, unit: Unit, ...curves: readonly [string, string][]): Panel => {
  return { title, about, unit, curves: curves.map(([expr, legend]) => ({ expr, legend })) };
};
const recorded = (name: Recorded): string => name;

/** The four boards. */
const BOARDS: readonly Board[] = [
  {
    name: 'api',
    title: 'DQS: API',
    panels: [
      panel('Requests', 'By class of status.', 'reqps', ['sum by (status) (dqs:http_requests:rate5m)', '{{status}}']),
      panel('Errors of the server', 'Share of 5xx; 1 % for long is an alert.', 'percentunit', [
        recorded('dqs:http_errors:ratio_rate5m'),
        '{{job}}',
      ]),
      panel('Latency, 99 %', 'By route.', 's', [recorded('dqs:http_request_duration_seconds:p99_5m'), '{{route}}']),
      panel('Latency, median', 'By route.', 's', [recorded('dqs:http_request_duration_seconds:p50_5m'), '{{route}}']),
      panel('Busiest routes', 'Requests a second.', 'reqps', [
        'topk(10, sum by (route, method) (dqs:http_requests:rate5m))',
        '{{method}} {{route}}',
      ]),
      panel('Forecasts made', 'On request, a second.', 'short', [
        'sum(rate(dqs_forecasts_made_total[5m]))',
        'forecasts',
      ]),
      panel('Results in', 'Rows a second.', 'short', [
        'sum by (outcome) (rate(dqs_ingest_rows_total[5m]))',
        '{{outcome}}',
      ]),
      panel('Event loop', 'Delay of 99 %; over 0.1 s requests wait for each other.', 's', [
        'dqs_event_loop_lag_seconds',
        '{{job}} {{instance}}',
      ]),
    ],
  },
  {
    name: 'operation',
    title: 'DQS: jobs, store and messages',
    panels: [
      panel('Jobs that wait', 'Due, and begun by nobody.', 'short', ['max by (kind) (dqs_jobs_waiting)', '{{kind}}']),
      panel('How late jobs are', 'The oldest of each kind; an hour is an alert.', 's', [
        'max by (kind) (dqs_jobs_late_seconds)',
        '{{kind}}',
      ]),
      panel('Attempts at jobs', 'An hour, by outcome.', 'short', [
        'sum by (kind, outcome) (increase(dqs_jobs_ended_total[1h]))',
        '{{kind}} {{outcome}}',
      ]),
      panel('Time of jobs, 95 %', 'Of those that ended in the last hour.', 's', [
        'histogram_quantile(0.95, sum by (kind, le) (rate(dqs_job_duration_seconds_bucket[1h])))',
        '{{kind}}',
      ]),
      panel(
        'Since the last tick',
        'Of jobs, and of an alert policy.',
        's',
        ['min(dqs_tick_age_seconds)', 'jobs'],
        ['min(dqs_alert_tick_age_seconds)', 'alerts'],
      ),
      panel(
        'Outbox',
        'Messages that wait and that were given up.',
        'short',
        ['max by (alerting) (dqs_outbox_waiting)', 'waiting {{alerting}}'],
        ['max by (alerting) (dqs_outbox_dead)', 'given up {{alerting}}'],
      ),
      panel('Oldest message', 'A quarter of an hour is an alert.', 's', [
        'max by (alerting) (dqs_outbox_age_seconds)',
        '{{alerting}}',
      ]),
      panel('Incidents', 'Open, by severity.', 'short', [
        'max by (alerting, severity) (dqs_incidents_open)',
        '{{alerting}} {{severity}}',
      ]),
      panel(
        'Store',
        'Size of the database, and room on its disk.',
        'bytes',
        ['max(dqs_store_size_bytes)', 'size'],
        ['min(dqs_store_free_bytes)', 'free'],
      ),
      panel('Rows of the ledger', 'By table.', 'short', ['max by (table) (dqs_ledger_rows)', '{{table}}']),
      panel('Memory', 'Of each process.', 'bytes', ['process_resident_memory_bytes', '{{job}} {{instance}}']),
      panel('Processors', 'Used by each process.', 'short', [
        'rate(process_cpu_seconds_total[5m])',
        '{{job}} {{instance}}',
      ]),
    ],
  },
  {
    name: 'models',
    title: 'DQS: models and forecasts',
    panels: [
      panel('Skill', '1 − MAE / MAE of the naive forecast; below 0 naive is better.', 'short', [
        'max by (model) (dqs_model_skill_ratio)',
        '{{model}}',
      ]),
      panel('Coverage', 'Share of results within intervals of 80 and 95 %.', 'percentunit', [
        'max by (model, interval) (dqs_model_coverage_ratio)',
        '{{model}} {{interval}}',
      ]),
      panel('Evidence against the model', 'e-values; 100 is an alert.', 'short', [
        'max by (model, against) (dqs_model_e_value)',
        '{{model}} {{against}}',
      ]),
      panel('Age', 'Since the training.', 's', ['max by (model) (dqs_model_age_seconds)', '{{model}}']),
      panel('Forecast of the day to come', 'Share of series that have one; 90 % is the least.', 'percentunit', [
        'min(dqs_forecasts_share_ratio)',
        'share',
      ]),
      panel('Forecasts issued', 'An hour, by arm.', 'short', [
        'sum by (arm) (increase(dqs_forecasts_issued_total[1h]))',
        '{{arm}}',
      ]),
      panel('Days to grade', 'Of which something new is known.', 'short', ['max(dqs_ledger_dates_changed)', 'days']),
      panel(
        'Retraining',
        'How late a run is, and how long a challenger waits.',
        's',
        ['max by (alias) (dqs_retraining_overdue_seconds)', 'late {{alias}}'],
        ['max by (alias) (dqs_retraining_waiting_seconds)', 'waits {{alias}}'],
      ),
      panel('Rejects in a row', 'Three are an alert.', 'short', [
        'max by (alias) (dqs_retraining_rejects)',
        '{{alias}}',
      ]),
      panel('Since a rollback', 'Of aliases that were rolled back.', 's', [
        'min by (alias) (dqs_rollback_age_seconds)',
        '{{alias}}',
      ]),
    ],
  },
  {
    name: 'data',
    title: 'DQS: sources and series',
    panels: [
      panel(
        'Sources',
        'Late ones have not delivered though they usually have by now.',
        'short',
        ['max(dqs_sources)', 'all'],
        ['max(dqs_sources_late)', 'late'],
      ),
      panel('Longest lags', 'When the day arrived, or how long it has been awaited.', 's', [
        'max by (source) (dqs_source_lag_seconds)',
        '{{source}}',
      ]),
      panel(
        'Series',
        'Those that are judged, and those that missed their target.',
        'short',
        ['max(dqs_series)', 'all'],
        ['max(dqs_series_below_target)', 'below target'],
      ),
      panel('Likeliest to miss their target', 'The first ten of the day to come.', 'percentunit', [
        'max by (rank, dataset, rule) (dqs_top_risk_ratio)',
        '{{rank}} {{dataset}} {{rule}}',
      ]),
      panel('Deliveries', 'An hour, by outcome.', 'short', [
        'sum by (outcome) (increase(dqs_ingest_deliveries_total[1h]))',
        '{{outcome}}',
      ]),
      panel('Rejected rows', 'Share of all rows of the last hour.', 'percentunit', [
        'sum(increase(dqs_ingest_rows_total{outcome="rejected"}[1h])) / sum(increase(dqs_ingest_rows_total[1h]))',
        'rejected',
      ]),
      panel('Days of the ledger', 'From the first that was forecast to the last.', 'short', [
        'max(dqs_ledger_dates)',
        'days',
      ]),
      panel(
        'Audit log',
        'Whether its last verification found it intact, and how long ago that was.',
        'short',
        ['min(dqs_audit_intact)', 'intact'],
        ['min(dqs_audit_verification_age_seconds) / 86400', 'days since'],
      ),
    ],
  },
];

/** Grafana's grid has 24 columns; two panels stand side by side. */
const [WIDTH, HEIGHT] = [12, 8];
const DATASOURCE = { type: 'prometheus', uid: '$datasource' };

/** The boards as Grafana reads them, by file name. */
export function boardFiles(): ReadonlyMap<string, object> {
  return new Map(BOARDS.map((board) => [`boards/${board.name}.json`, boardJson(board)]));
}

/** Every expression that a board shows. */
export function boardExpressions(): readonly string[] {
  return BOARDS.flatMap(({ panels }) => panels.flatMap(({ curves }) => curves.map(({ expr }) => expr)));
}

function boardJson({ name, title, panels }: Board): object {
  const variable = { name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus', hide: 0 };
  return {
    uid: `dqs-${name}`,
    title,
    tags: ['dqs'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    refresh: '1m',
    time: { from: 'now-24h', to: 'now' },
    timezone: 'browser',
    templating: { list: [variable] },
    annotations: { list: [] },
    panels: panels.map(panelJson),
  };
}

function panelJson({ title, about, unit, curves }: Panel, index: number): object {
  return {
    id: index + 1,
    type: 'timeseries',
    title,
    description: about,
    datasource: DATASOURCE,
    gridPos: { h: HEIGHT, w: WIDTH, x: (index % 2) * WIDTH, y: Math.floor(index / 2) * HEIGHT },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: curves.map(({ expr, legend }, i) => {
      return { refId: String.fromCodePoint(65 + i), datasource: DATASOURCE, expr, legendFormat: legend };
    }),
  };
}
