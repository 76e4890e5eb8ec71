import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { TickFacts } from '@dqs/alerting';
import { playAlerting, PlayService } from '@dqs/alerting/testing';
import { SILENT_LOGGER, type Logger } from '@dqs/core';
import { JobQueue } from '@dqs/store';
import { format } from 'prettier';

import {
  countIngest,
  jobMetrics,
  METRICS,
  Metrics,
  MetricsCollector,
  serveMetrics,
  type MetricDefinition,
} from '../src/metrics/index.js';
import { keepTickFacts } from '../src/metrics/tick-facts.js';
import { boardExpressions } from '../src/monitoring/boards.js';
import { monitoringTexts } from '../src/monitoring/files.js';
import { ruleExpressions, ruleRunbooks } from '../src/monitoring/rules.js';
import { keepTick, keepVerification } from '../src/operation/system-record.js';
import { openOperation } from '../src/stores/open-alerting.js';
import { memoryOperation } from './support/memory-operation.js';
import { hasPrometheus, promtool, startPrometheus, type Prometheus } from './support/prometheus.js';

const ROOT = resolve(__dirname, '../../..');
const MONITORING = join(ROOT, 'monitoring');
const folder = mkdtempSync(join(tmpdir(), 'dqs-metrics-'));
const settings = { store: join(folder, 'store'), registry: join(folder, 'registry') };
const metrics = new Metrics();
const HOUR = 3_600_000;
const describePeer = hasPrometheus() ? describe : describe.skip;

const forecast = { expected: 95, predicted: 95, lower80: 90, upper80: 99, lower95: 80, upper95: 100, naive: 95 };
const series = (rule: string, pBelowTarget: number, passes: number): TickFacts['series'][number] => ({
  id: rule,
  labels: { dataset: 'd-1', datasetName: 'Orders', rule },
  target: 95,
  importance: 1,
  results: [{ day: 20_000, passes, fails: 100 - passes, errors: 0 }],
  forecast: { ...forecast, day: 20_001, pBelowTarget },
});

/** What a tick saw at a time: more series than metrics name, one source that is late. */
function tickFacts(at: number): TickFacts {
  return {
    at,
    day: 20_000,
    series: Array.from({ length: 30 }, (_, i) => series(String(i), i / 100, i === 7 ? 50 : 99)),
    sources: [
      { source: 'shop', labels: {}, arrived: false, arrivalLag: 9 * HOUR, quantiles: [{ level: 0.99, lag: 7 * HOUR }] },
      { source: 'crm', labels: {}, arrived: true, arrivalLag: 2 * HOUR, quantiles: [] },
    ],
    models: [
      { model: 'orders', labels: {}, skill: 0.2, coverage80: 0.79, coverage95: 0.94, liveVsNaive: 0.4, age: HOUR },
      { model: 'new', labels: {} },
    ],
    system: [{ part: 'forecasts', kind: 'forecasts', labels: {}, share: 0.97 }],
  };
}

let opened: Awaited<ReturnType<typeof openOperation>>;
let collector: MetricsCollector;
let text = '';
beforeAll(async () => {
  opened = await openOperation(settings);
  const now = Date.now();
  const queue = await JobQueue.open(opened.database, ['grade']);
  await queue.offer([{ kind: 'grade', key: 'one' }]);
  await queue.close();
  await keepTick(settings.store, now - 5000);
  const report = { isIntact: true, entries: 1, root: '', anchored: 0, problems: [] };
  await keepVerification(settings.store, report, now - HOUR);
  await keepTickFacts(settings.store, tickFacts(now - 60_000));
  collector = new MetricsCollector(metrics, { settings, operation: opened }, { logger: SILENT_LOGGER });
  for (const status of ['2xx', '5xx']) {
    metrics.timer('dqs_http_request_duration_seconds', { method: 'GET', route: '/readyz', status })(0.002);
  }
  metrics.count('dqs_forecasts_made_total', 3);
  countIngest(metrics, 'added', 98, 2);
  const ended = jobMetrics(metrics);
  ended({ kind: 'grade', outcome: 'failed', ms: 40 });
  ended({ kind: 'collect', outcome: 'done', ms: 40, facts: { outcome: 'added', rows: 10, rowsRejected: 1 } });
  ended({ kind: 'forecast', outcome: 'done', ms: 900, facts: { arms: [{ arm: 'champion', rows: 7 }] } });
  await collector.collect();
  text = await metrics.text();
});
afterAll(async () => {
  await collector?.close();
  await opened?.database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The value of a series as the text of metrics has it. */
const valueOf = (name: string) => {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length));
};

describe('metrics', () => {
  it('tell what was counted here', () => {
    expect(valueOf('dqs_forecasts_made_total')).toBe(3);
    expect(valueOf('dqs_forecasts_issued_total{arm="champion"}')).toBe(7);
    expect(valueOf('dqs_ingest_rows_total{outcome="used"}')).toBe(107);
    expect(valueOf('dqs_ingest_rows_total{outcome="rejected"}')).toBe(3);
    expect(valueOf('dqs_jobs_ended_total{kind="grade",outcome="failed"}')).toBe(1);
    expect(valueOf('dqs_job_duration_seconds_bucket{le="1",kind="forecast"}')).toBe(1);
  });

  it('tell how queue, store, ticks and audit log of a store do', () => {
    expect(valueOf('dqs_jobs_waiting{kind="grade"}')).toBe(1);
    expect(valueOf('dqs_jobs_failed{kind="grade"}')).toBe(0);
    expect(valueOf('dqs_tick_age_seconds')).toBeGreaterThanOrEqual(5);
    expect(valueOf('dqs_audit_intact')).toBe(1);
    expect(valueOf('dqs_store_size_bytes')).toBeGreaterThan(1e6);
    expect(valueOf('dqs_ledger_rows{table="forecast"}')).toBe(0);
    expect(valueOf('dqs_store_free_bytes')).toBeGreaterThan(0);
  });

  it('tell what the last tick saw, and of its series only the first ten', () => {
    expect(valueOf('dqs_sources_late')).toBe(1);
    expect(valueOf('dqs_source_lag_seconds{source="shop"}')).toBe(9 * 3600);
    expect(valueOf('dqs_series')).toBe(30);
    expect(valueOf('dqs_series_below_target')).toBe(1);
    expect(valueOf('dqs_forecasts_share_ratio')).toBe(0.97);
    expect(valueOf('dqs_model_coverage_ratio{model="orders",interval="0.8"}')).toBe(0.79);
    expect(valueOf('dqs_model_skill_ratio{model="new"}')).toBeUndefined();
    expect(valueOf('dqs_top_risk_ratio{rank="1",dataset="Orders",rule="29"}')).toBe(0.29);
    expect(text.match(/^dqs_top_risk_ratio\{/gm)).toHaveLength(10);
  });

  it('tell of each alerting which messages wait and which receivers fail', async () => {
    const { operation, alerting } = memoryOperation();
    await playAlerting(alerting, new PlayService());
    const now = Date.UTC(2026, 10, 24);
    const outbox = alerting.outboxOf('checks');
    const content = { kind: 'note', incident: 'new', text: 'a line', callsOut: false } as const;
    const messages = ['chat', 'mail', 'page'].map((receiver) => {
      return {
        id: receiver,
        receiver,
        subject: 'new',
        content,
        anew: false,
        createdAt: now,
      };
    });
    await alerting.transact((tx) => outbox.enqueue(tx, messages));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      for (const claim of await outbox.claim({ now, leaseMs: 0, limit: 10 })) {
        const { receiver } = claim.message;
        if (receiver === 'chat') await outbox.settle(claim, { kind: 'sent', handle: 'sent' }, now);
        if (receiver === 'mail') await outbox.settle(claim, { kind: 'dead', why: 'no such address' }, now);
        if (receiver === 'page') await outbox.settle(claim, { kind: 'later', why: 'busy', dueAt: now }, now);
      }
    }
    const told = new Metrics();
    const clock = { now: () => now + HOUR };
    const own = new MetricsCollector(told, { settings, operation }, { logger: SILENT_LOGGER, clock });
    await own.collect();
    await own.close();
    const lines = (await told.text()).split('\n').filter((line) => /^dqs_(?:outbox|channels)_/.test(line));
    expect(lines).toEqual([
      'dqs_outbox_waiting{alerting="checks"} 1',
      'dqs_outbox_dead{alerting="checks"} 1',
      'dqs_outbox_age_seconds{alerting="checks"} 3600',
      'dqs_channels_failing{alerting="checks"} 2',
    ]);
  });

  it('tell nothing of what is not known, rather than 0', async () => {
    const empty = new Metrics();
    const own = new MetricsCollector(
      empty,
      { settings: { store: join(folder, 'none'), registry: join(folder, 'none') }, operation: undefined },
      { logger: SILENT_LOGGER },
    );
    await own.collect();
    await own.close();
    expect(await empty.text()).not.toMatch(/^dqs_(?:tick_age|audit|store|ledger|sources|model|rollback)/m);
  });

  it('go on where a part cannot be read, count it and log it', async () => {
    const failing = new Metrics();
    const warned: unknown[] = [];
    const logger: Logger = { ...SILENT_LOGGER, warn: (fields) => void warned.push(fields) };
    const operation = { ...opened, size: () => Promise.reject(new Error('gone')) };
    const own = new MetricsCollector(failing, { settings, operation }, { logger });
    await own.collect();
    await own.close();
    expect(warned).toEqual([{ part: 'store', error: 'gone' }]);
    const told = await failing.text();
    expect(told).toContain('dqs_collection_errors_total{part="store"} 1\n');
    expect(told).toContain('dqs_sources_late 1\n');
  });

  it('have names with the prefix and the units of Prometheus, and no label of all datasets or rules', () => {
    for (const [name, { kind, ...metric }] of Object.entries(METRICS)) {
      expect(name).toMatch(/^(?:dqs|process)_[a-z0-9_]+$/);
      expect(name.endsWith('_total')).toBe(kind === 'counter');
      if (name !== 'dqs_top_risk_ratio') expect(metric).not.toMatchObject({ labels: expect.arrayContaining(['rule']) });
    }
  });
});

describe('docs/metrics.md', () => {
  it('has a row for every metric', () => {
    const page = readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8').replace(/ +/g, ' ');
    for (const [name, definition] of Object.entries<MetricDefinition>(METRICS)) {
      const labels = (definition.labels ?? []).map((one) => `\`${one}\``).join(', ');
      expect(page).toContain(`| \`${name}\` | ${labels} | ${definition.help} |`.replace('|  |', '| |'));
    }
  });
});

describe('monitoring/', () => {
  it('is what the code says; scripts/write-monitoring.mjs writes it', async () => {
    const kept = readdirSync(MONITORING, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const texts = monitoringTexts();
    expect(kept).toHaveLength(texts.size);
    for (const [name, content] of texts) {
      const parser = name.endsWith('.yml') ? 'yaml' : 'json';
      const written = await format(content, { parser, singleQuote: true, printWidth: 120 });
      expect(readFileSync(join(MONITORING, name), 'utf8')).toBe(written);
    }
  });

  it('names metrics that there are, and pages that there are', () => {
    for (const expression of [...boardExpressions(), ...ruleExpressions()]) {
      for (const name of metricsIn(expression)) expect(Object.keys(METRICS)).toContain(name);
    }
    for (const page of ruleRunbooks()) expect(existsSync(join(ROOT, 'docs/runbooks', `${page}.md`))).toBe(true);
  });
});

/** Metrics that an expression names, without what a histogram adds to its name. */
function metricsIn(expression: string): readonly string[] {
  return [...expression.matchAll(/\b(?:dqs|process)_[a-z0-9_]+/g)].map(([name]) =>
    name.replace(/_(?:bucket|count|sum)$/, ''),
  );
}

describePeer('promtool', () => {
  it('finds nothing in the metrics', () => {
    expect(promtool(['check', 'metrics'], text)).toEqual({ code: 0, text: '' });
  });

  it('finds the rules right, and their tests pass', () => {
    expect(promtool(['check', 'rules', join(MONITORING, 'rules.yml')])).toMatchObject({ code: 0 });
    expect(promtool(['test', 'rules', join(MONITORING, 'rules.test.yml')])).toMatchObject({ code: 0 });
  });
});

describePeer('a Prometheus that scrapes the metrics', () => {
  let prometheus: Prometheus;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const server = await serveMetrics(metrics, '127.0.0.1', 0);
    close = () => server.close();
    prometheus = await startPrometheus(new URL(server.url).host, join(MONITORING, 'rules.yml'));
    // A rate needs two scrapes, and what is recorded of it another look.
    while ((await prometheus.query('dqs:job_failures:rate1h')).length === 0) await sleep(100);
    while ((await prometheus.query('dqs:http_request_duration_seconds:p99_5m')).length === 0) await sleep(100);
  });
  afterAll(async () => {
    await prometheus?.stop();
    await close?.();
  });

  /** Nothing was retrained or rolled back here, and no policy has an outbox. */
  const EMPTY = /^dqs_(?:retraining|rollback|outbox|channels|incidents)_/;

  it.each([...new Set([...boardExpressions(), ...ruleExpressions()])])('resolves %s', async (expression) => {
    // Of a comparison what is compared, also where it does not hold.
    const asked = expression.replaceAll(/ (>=|<=|==|>|<) (?=[\d.]+)/g, ' $1 bool ');
    const found = await prometheus.query(asked);
    const names = metricsIn(expression);
    const isEmpty = names.length > 0 && names.every((name) => EMPTY.test(name));
    expect(found.length > 0).toBe(!isEmpty);
    for (const name of names) expect(text).toContain(`# TYPE ${name} `);
  });
});
