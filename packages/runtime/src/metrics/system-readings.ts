import { factsOfOutbox, jobFacts, outboxViews, type SystemFacts } from '@dqs/alerting';

import { retrainingFacts } from '../alerting/retraining-facts.js';
import { freeBytes, jobTotals, recordFacts } from '../alerting/system-facts.js';
import type { Settings } from '../settings/settings.js';
import type { OpenedOperation } from '../stores/open-alerting.js';
import type { DatabaseSettings } from '../stores/open-database.js';
import type { Metrics, Reading } from './metrics.js';
import { lastTickFacts, type KeptTickFacts } from './tick-facts.js';

/** Where figures of the system come from. */
export interface SystemSources {
  readonly settings: DatabaseSettings & Settings<'registry'>;
  /** Undefined where no database is there yet. */
  readonly operation: OpenedOperation | undefined;
}

/** Reads one part of the system into metrics. */
export type SystemReading = (metrics: Metrics, sources: SystemSources, now: number) => Promise<void>;

const seconds = (ms: number) => ms / 1000;

/** Each part of the system that is looked at, by name. */
export const SYSTEM_READINGS: ReadonlyMap<string, SystemReading> = new Map([
  ['jobs', readJobs],
  ['outbox', readOutboxes],
  ['ledger', readLedger],
  ['store', readStore],
  ['record', readRecord],
  ['retraining', readRetraining],
  ['facts', readFacts],
]);

async function readJobs(metrics: Metrics, { operation }: SystemSources, now: number): Promise<void> {
  if (operation === undefined) return;
  const totals = await jobTotals(operation.jobs, now);
  const late = jobFacts(totals, now);
  const jobs = totals.map((one, i) => ({ ...one, lateMs: late[i]!.age! }));
  const readings = (of: (one: (typeof jobs)[number]) => number) =>
    jobs.map((one): Reading => ({ labels: { kind: one.kind }, value: of(one) }));
  metrics.set(
    'dqs_jobs_waiting',
    readings(({ waiting }) => waiting),
  );
  metrics.set(
    'dqs_jobs_running',
    readings(({ running }) => running),
  );
  metrics.set(
    'dqs_jobs_failed',
    readings(({ failed }) => failed),
  );
  metrics.set(
    'dqs_jobs_late_seconds',
    readings(({ lateMs }) => seconds(lateMs)),
  );
}

async function readOutboxes(metrics: Metrics, { operation }: SystemSources, now: number): Promise<void> {
  if (operation === undefined) return;
  const { alerting } = operation;
  const outboxes = (await outboxViews(alerting)).map((view) => ({ ...view, facts: factsOfOutbox(view, now) }));
  const readings = (of: (outbox: (typeof outboxes)[number]) => number) =>
    outboxes.map((one): Reading => ({ labels: { alerting: one.name }, value: of(one) }));
  metrics.set(
    'dqs_outbox_waiting',
    readings(({ status }) => status.waiting),
  );
  metrics.set(
    'dqs_outbox_dead',
    readings(({ status }) => status.dead),
  );
  metrics.set(
    'dqs_outbox_age_seconds',
    readings(({ facts: [outbox] }) => seconds(outbox!.age!)),
  );
  metrics.set(
    'dqs_channels_failing',
    readings(({ facts: [, ...channels] }) => channels.filter(isFailing).length),
  );
  const incidents = outboxes.map(async ({ name }) => {
    const open = openBySeverity(await alerting.load(name));
    return SEVERITIES.map((severity) => ({ labels: { alerting: name, severity }, value: open.get(severity) ?? 0 }));
  });
  metrics.set('dqs_incidents_open', (await Promise.all(incidents)).flat());
}

function isFailing({ ok, failures = 0 }: SystemFacts): boolean {
  return ok === false || failures >= 3;
}

const SEVERITIES = ['critical', 'warning', 'info'] as const;

function openBySeverity({ state }: Awaited<ReturnType<OpenedOperation['alerting']['load']>>) {
  const open = new Map<string, number>();
  for (const { state: of, severity } of state.incidents) {
    if (of !== 'resolved') open.set(severity, (open.get(severity) ?? 0) + 1);
  }
  return open;
}

async function readLedger(metrics: Metrics, { operation }: SystemSources): Promise<void> {
  if (operation === undefined) return;
  const span = await operation.ledger.span();
  metrics.set('dqs_ledger_dates', span === undefined ? 0 : span.to - span.from + 1);
  metrics.set('dqs_ledger_dates_changed', (await operation.ledger.changedDays()).length);
}

async function readStore(metrics: Metrics, { settings, operation }: SystemSources): Promise<void> {
  if (operation === undefined) return;
  const { bytes, rows } = await operation.size();
  metrics.set('dqs_store_size_bytes', bytes);
  const readings = [...rows].map(([table, value]) => ({ labels: { table }, value }));
  metrics.set('dqs_ledger_rows', readings);
  metrics.set('dqs_store_free_bytes', known(await freeBytes(settings)));
}

async function readRecord(metrics: Metrics, { settings }: SystemSources, now: number): Promise<void> {
  const facts = await recordFacts(settings, now);
  const [ticks, audits] = ['tick', 'audit'].map((kind) => facts.filter((one) => one.kind === kind));
  metrics.set('dqs_tick_age_seconds', ticks!.map(ageOf));
  metrics.set('dqs_audit_verification_age_seconds', audits!.map(ageOf));
  const intact = audits!.map(({ ok }) => ({ value: Number(ok) }));
  metrics.set('dqs_audit_intact', intact);
}

async function readRetraining(metrics: Metrics, { settings }: SystemSources, now: number): Promise<void> {
  const facts = await retrainingFacts(settings, now);
  const readings = (kind: string, of: (facts: SystemFacts) => Reading) =>
    facts
      .filter((one) => one.kind === kind)
      .map((one) => ({ ...of(one), labels: { alias: one.part.split(' ').at(-1)! } }));
  metrics.set('dqs_retraining_overdue_seconds', readings('retraining', ageOf));
  const rejects = readings('retraining', ({ failures = 0 }) => ({ value: failures }));
  metrics.set('dqs_retraining_rejects', rejects);
  metrics.set('dqs_retraining_waiting_seconds', readings('approval', ageOf));
  metrics.set('dqs_rollback_age_seconds', readings('alias', ageOf));
}

function ageOf({ age = 0 }: SystemFacts): Reading {
  return { value: seconds(age) };
}

/** What the last tick of an alert policy saw. */
async function readFacts(metrics: Metrics, { settings: { store } }: SystemSources, now: number): Promise<void> {
  const facts = store === undefined ? undefined : await lastTickFacts(store);
  if (facts === undefined) return;
  metrics.set('dqs_alert_tick_age_seconds', seconds(Math.max(0, now - facts.at)));
  metrics.set('dqs_sources', facts.sources);
  metrics.set('dqs_sources_late', facts.sourcesLate);
  metrics.set('dqs_series', facts.series);
  metrics.set('dqs_series_below_target', facts.belowTarget);
  metrics.set('dqs_forecasts_share_ratio', known(facts.forecastShare));
  const lags = facts.lags.map(({ source, lag }) => ({ labels: { source }, value: seconds(lag) }));
  metrics.set('dqs_source_lag_seconds', lags);
  const risks = facts.risks.map(({ dataset, rule, pBelowTarget: value }, i) => {
    return { labels: { rank: String(i + 1), dataset, rule }, value };
  });
  metrics.set('dqs_top_risk_ratio', risks);
  setModels(metrics, facts.models);
}

function setModels(metrics: Metrics, models: KeptTickFacts['models']): void {
  const readings = (of: (model: KeptTickFacts['models'][number]) => number | undefined, labels = {}) =>
    models.flatMap((model) => known(of(model), { model: model.model, ...labels }));
  metrics.set('dqs_model_coverage_ratio', [
    ...readings(({ coverage80 }) => coverage80, { interval: '0.8' }),
    ...readings(({ coverage95 }) => coverage95, { interval: '0.95' }),
  ]);
  metrics.set(
    'dqs_model_skill_ratio',
    readings(({ skill }) => skill),
  );
  metrics.set('dqs_model_e_value', [
    ...readings(({ liveVsNaive }) => liveVsNaive, { against: 'naive' }),
    ...readings(({ liveVsBacktest }) => liveVsBacktest, { against: 'backtest' }),
  ]);
  metrics.set(
    'dqs_model_age_seconds',
    readings(({ age }) => (age === undefined ? undefined : seconds(age))),
  );
}

function known(value: number | null | undefined, labels: Readonly<Record<string, string>> = {}): Reading[] {
  return value === null || value === undefined ? [] : [{ labels, value }];
}
