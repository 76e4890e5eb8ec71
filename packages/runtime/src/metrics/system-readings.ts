import { statfs } from 'node:fs/promises';

import { jobFacts, type SystemFacts } from '@dqs/alerting';
import { MS_PER_DAY } from '@dqs/core';

import { retrainingFacts } from '../alerting/retraining-facts.js';
import { lastTick, lastVerification } from '../operation/system-record.js';
import type { Settings } from '../settings/settings.js';
import type { OpenedOperation } from '../stores/open-alerting.js';
import { databasePlace, type DatabaseSettings } from '../stores/open-database.js';
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

const DAYS_OF_FAILURES = 3;
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
  const totals = await operation.jobs.totals(now, now - DAYS_OF_FAILURES * MS_PER_DAY);
  const late = jobFacts(totals, now);
  const readings = (of: (index: number) => number) =>
    totals.map(({ kind }, i): Reading => ({ labels: { kind }, value: of(i) }));
  metrics.set(
    'dqs_jobs_waiting',
    readings((i) => totals[i]!.waiting),
  );
  metrics.set(
    'dqs_jobs_running',
    readings((i) => totals[i]!.running),
  );
  metrics.set(
    'dqs_jobs_failed',
    readings((i) => totals[i]!.failed),
  );
  metrics.set(
    'dqs_jobs_late_seconds',
    readings((i) => seconds(late[i]!.age!)),
  );
}

async function readOutboxes(metrics: Metrics, { operation }: SystemSources, now: number): Promise<void> {
  if (operation === undefined) return;
  const { outboxFacts } = await import('@dqs/alerting');
  const { alerting } = operation;
  const names = await alerting.names();
  const statuses = await Promise.all(names.map((name) => alerting.outboxOf(name).status()));
  const facts = await outboxFacts(alerting, now);
  const readings = (of: (name: string, index: number) => number) =>
    names.map((name, i): Reading => ({ labels: { alerting: name }, value: of(name, i) }));
  metrics.set(
    'dqs_outbox_waiting',
    readings((_, i) => statuses[i]!.waiting),
  );
  metrics.set(
    'dqs_outbox_dead',
    readings((_, i) => statuses[i]!.dead),
  );
  const ageOf = (name: string) => facts.find(({ part }) => part === `outbox of ${name}`)?.age ?? 0;
  metrics.set(
    'dqs_outbox_age_seconds',
    readings((name) => seconds(ageOf(name))),
  );
  const isBad = ({ ok, failures = 0 }: SystemFacts) => ok === false || failures >= 3;
  const bad = (name: string) =>
    facts.filter((one) => one.kind === 'channel' && one.part.endsWith(` of ${name}`) && isBad(one)).length;
  metrics.set('dqs_channels_failing', readings(bad));
  const open = await Promise.all(names.map(async (name) => openBySeverity(await alerting.load(name))));
  const incidents = names.flatMap((name, i) =>
    SEVERITIES.map((severity) => ({ labels: { alerting: name, severity }, value: open[i]!.get(severity) ?? 0 })),
  );
  metrics.set('dqs_incidents_open', incidents);
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
  const place = databasePlace(settings);
  if ('url' in place) return metrics.set('dqs_store_free_bytes', []);
  const { bavail, bsize } = await statfs(place.folder);
  metrics.set('dqs_store_free_bytes', bavail * bsize);
}

async function readRecord(metrics: Metrics, { settings: { store } }: SystemSources, now: number): Promise<void> {
  if (store === undefined) return;
  const [tick, verified] = [await lastTick(store), await lastVerification(store)];
  const ageOf = (at: number | undefined) => (at === undefined ? [] : [{ value: seconds(Math.max(0, now - at)) }]);
  metrics.set('dqs_tick_age_seconds', ageOf(tick));
  metrics.set('dqs_audit_verification_age_seconds', ageOf(verified?.at));
  metrics.set('dqs_audit_intact', verified === undefined ? [] : [{ value: Number(verified.isIntact) }]);
}

async function readRetraining(metrics: Metrics, { settings }: SystemSources, now: number): Promise<void> {
  const facts = await retrainingFacts(settings, now);
  const readings = (kind: string, of: (facts: SystemFacts) => number) =>
    facts
      .filter((one) => one.kind === kind)
      .map((one): Reading => ({ labels: { alias: one.part.split(' ').at(-1)! }, value: of(one) }));
  metrics.set(
    'dqs_retraining_overdue_seconds',
    readings('retraining', ({ age = 0 }) => seconds(age)),
  );
  metrics.set(
    'dqs_retraining_rejects',
    readings('retraining', ({ failures = 0 }) => failures),
  );
  metrics.set(
    'dqs_retraining_waiting_seconds',
    readings('approval', ({ age = 0 }) => seconds(age)),
  );
  metrics.set(
    'dqs_rollback_age_seconds',
    readings('alias', ({ age = 0 }) => seconds(age)),
  );
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
