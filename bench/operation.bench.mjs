// A day of an operation on the embedded store: 10,000 series × 365 days (DQS_BENCH_SERIES, DQS_BENCH_DAYS), each day with a forecast
// of the champion and of the naive. Seconds to collect the history, to issue a first day and the next one, in the same process and as
// one of its own does, to grade a day, to monitor and to decide on alerts; memory. About half an hour; the first training takes two minutes of it.
// DQS_BENCH_FILL sets how many days have forecasts and grades before the measured ones (all); DQS_BENCH_KEEP names a folder in which
// the store is left for other benchmarks, DQS_BENCH_LAST the last day (2025-12-31).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { MemoryAlertingStore, readPolicy } from '@dqs/alerting';
import { FileStore, PanelBuilder, parseDay, Random } from '@dqs/core';
import { Catalog } from '@dqs/core/catalog';
import { Deliveries } from '@dqs/ingestion';
import { gradeChangedDays } from '@dqs/ledger';
import {
  alertTick,
  collectRevisions,
  issueForecasts,
  issuingHistory,
  modelVersionOf,
  monitorLedger,
  readBundle,
  trainModel,
  writeBundle,
} from '@dqs/pipelines';
import { openLedger } from '@dqs/store';
import { drawHistory } from '@dqs/synthetic';

const RULES = 20;
const SERIES = Number(process.env.DQS_BENCH_SERIES ?? 10_000);
const DAYS = Number(process.env.DQS_BENCH_DAYS ?? 365);
const FILL = Math.min(DAYS - 2, Number(process.env.DQS_BENCH_FILL ?? DAYS));
const LAST = parseDay(process.env.DQS_BENCH_LAST ?? '2025-12-31');
const FIRST = LAST - DAYS + 1;
const DAY = 86_400_000;
const EXECUTIONS = 6;
const NO_TARGETS = { everywhere: 100, series: [] };
const round = (value, digits = 2) => Number(value.toFixed(digits));

/** A panel of the days that a test accepts. */
function panelOf(history, keeps) {
  const random = new Random(99);
  const builder = new PanelBuilder();
  for (const { dataset, ruleCode, level, passProbability } of history.series) {
    const source = `source ${dataset.records % 5}`;
    const key = { source, tenantId: 't', datasetUuid: dataset.uuid, datasetName: dataset.name, ruleCode };
    const executions = level === 'DATASET' ? 1 : EXECUTIONS;
    passProbability.forEach((probability, day) => {
      if (probability < 0) return;
      let passes = 0;
      for (let i = 0; i < executions; i += 1) if (random.next() < probability) passes += 1;
      if (!keeps(FIRST + day)) return;
      const counts = { passes, fails: executions - passes, errors: 0 };
      builder.addCounts(key, FIRST + day, { ...counts, recordCount: dataset.records, filteredCount: Number.NaN });
    });
    builder.addLevel(key, level, 1);
  }
  return builder.build();
}

/** Seconds of some work, and what it gave. */
async function timed(work) {
  const started = performance.now();
  const value = await work();
  return [(performance.now() - started) / 1000, value];
}

function tell(step, seconds, more = {}) {
  const memory = process.memoryUsage.rss() / 1e6;
  console.log(JSON.stringify({ step, seconds: round(seconds), ...more, rssMb: round(memory, 0) }));
}

/** Trains on a twentieth of the series up to a month before the end; written and read again, as an operation has it. */
async function versionIn(folder) {
  const few = drawHistory(
    { datasets: Math.max(2, SERIES / RULES / 10), rules: RULES, days: DAYS, executions: EXECUTIONS },
    7,
    FIRST,
  );
  const trained = await trainModel(
    panelOf(few, (day) => day <= LAST - 30),
    { limits: false },
  );
  await writeBundle(join(folder, 'model'), trained.bundle);
  trained.predictor.model.close();
  const bundle = await readBundle(join(folder, 'model'));
  return { arm: 'champion', model: 'bench', version: modelVersionOf(bundle.manifest), bundle };
}

/** The forecasts of a day that were read back, moved to other days: what fills the ledger at the speed of the store. */
async function fill(ledger, day, days) {
  const { issue: place, issues, ids: _ids, ...made } = await ledger.forecasts({ from: day, to: day });
  const rowsOf = (i) => [...place.keys()].filter((row) => place[row] === i);
  for (const [i, issue] of issues.entries()) {
    const rows = rowsOf(i);
    const pick = (column) => column.constructor.from(rows, (row) => column[row]);
    const { offsets, bytes } = made.distributions;
    const parts = rows.map((row) => bytes.subarray(offsets[row], offsets[row + 1]));
    const starts = new Int32Array(rows.length + 1);
    parts.forEach((part, row) => (starts[row + 1] = starts[row] + part.length));
    const own = {
      series: pick(made.series),
      numbers: Object.fromEntries(Object.entries(made.numbers).map(([name, column]) => [name, pick(column)])),
      flags: pick(made.flags),
      distributions: { offsets: starts, bytes: new Uint8Array(Buffer.concat(parts)) },
    };
    for (const target of days) {
      const at = target * DAY + 8 * 3_600_000;
      const forecasts = { ...own, targetDay: own.series.map(() => target), asOfDay: own.series.map(() => target - 1) };
      await ledger.issue({ issue: { ...issue, issuedAt: at, knownAt: at }, forecasts });
    }
  }
}

const days = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

async function main(folder) {
  const version = await versionIn(folder);
  const shape = { datasets: SERIES / RULES, rules: RULES, days: DAYS, executions: EXECUTIONS };
  const drawn = drawHistory(shape, 7, FIRST);
  const clock = { time: 0, now: () => clock.time };
  const deliveries = new Deliveries(new FileStore(folder), { clock });
  const ledger = await openLedger({ folder: join(folder, 'postgres') });
  try {
    // The history arrives after the day that it ends on, the measured days in the mornings after.
    clock.time = (LAST - 1) * DAY + 6 * 3_600_000;
    await deliveries.add({
      id: 'history',
      panel: panelOf(drawn, (day) => day < LAST - 1),
      name: 'history',
      by: 'bench',
    });
    const [collect, collected] = await timed(() => collectRevisions(deliveries, ledger));
    tell('collect the history', collect, { revisions: collected.revisions });
    const request = (day) => ({ day, asOf: day - 1, knownAt: clock.time, targets: NO_TARGETS });
    clock.time += 1;
    const [read, history] = await timed(async () => issuingHistory(await deliveries.panel()));
    tell('read the history', read);
    const issue = (of, day) => timed(() => issueForecasts(ledger, of, [version], request(day), { clock }));
    const [cold] = await issue(history, LAST - 1);
    tell('issue a day, first', cold + read, { arms: 2 });
    await fill(ledger, LAST - 1, days(LAST - 1 - FILL, LAST - 2));
    const [grades] = await timed(() => gradeChangedDays(ledger, { from: FIRST, to: LAST - 2 }));
    tell('grade the days before', grades, { days: FILL, secondsADay: round(grades / FILL, 3) });
    await measureDay({ ledger, deliveries, drawn, clock });
    const bundle = await readBundle(join(folder, 'model'));
    const [again, fresh] = await timed(async () => issuingHistory(await deliveries.panel()));
    const [next] = await issue(fresh, LAST);
    tell('read the history and issue the next day, in a process that goes on', again + next, {
      arms: 2,
      read: round(again),
    });
    await measureOtherProcess(folder, deliveries, clock, { ...version, bundle });
    bundle.predictor.model.close();
    await measureMonitoring(ledger, clock, 'monitor');
    await measureTick(ledger, deliveries, clock);
  } finally {
    await ledger.close();
    version.bundle.predictor.model.close();
  }
}

/** The next day once more, by a ledger of its own: all that it knows of the days before is what is kept in the store. */
async function measureOtherProcess(folder, deliveries, clock, version) {
  clock.time += 1;
  const other = await openLedger({ folder: join(folder, 'postgres') });
  try {
    const request = { day: LAST, asOf: LAST - 1, knownAt: clock.time, targets: NO_TARGETS, again: true };
    const [next] = await timed(async () => {
      const fresh = issuingHistory(await deliveries.panel());
      await issueForecasts(other, fresh, [version], request, { clock });
    });
    tell('read the history and issue the next day, as a process of its own does', next, { arms: 2 });
  } finally {
    await other.close();
  }
}

/** The morning after: the results of a day arrive, are collected and graded. */
async function measureDay({ ledger, deliveries, drawn, clock }) {
  clock.time = LAST * DAY + 6 * 3_600_000;
  await deliveries.add({ id: 'day', panel: panelOf(drawn, (day) => day === LAST - 1), name: 'day', by: 'bench' });
  const [collect] = await timed(() => collectRevisions(deliveries, ledger));
  tell('collect a day', collect);
  const [grade, { grades }] = await timed(() => gradeChangedDays(ledger, { from: LAST - 1, to: LAST - 1 }));
  tell('grade a day', grade, { grades });
}

/** The first look reads all, the next one what is new. */
async function measureMonitoring(ledger, clock, name) {
  for (const look of ['first look', 'second look']) {
    clock.time += 1;
    const [seconds] = await timed(() => monitorLedger(ledger, { knownAt: clock.time + 2 * DAY }));
    tell(`${name}, ${look}`, seconds);
  }
}

/** What a new process needs to decide whom to tell: the first one that ever does, and any other. */
async function measureTick(ledger, deliveries, clock) {
  const { policy } = readPolicy(POLICY, 'policy.yaml');
  const sources = { ledger, entries: await deliveries.entries(), policy, catalog: new Catalog([], 'catalog.yaml') };
  const digest = () => ({ subject: 'digest', text: '', html: '' });
  for (const tick of ['first tick', 'next tick']) {
    clock.time += 60_000;
    const request = { name: 'main', sources, at: clock.time, digest };
    const [seconds, { decision }] = await timed(() => alertTick(new MemoryAlertingStore(), request));
    tell(`alert, ${tick}`, seconds, { alerts: decision.state.alerts.length });
  }
}

const POLICY = `
apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: main }
rules:
  - { id: risk, when: p_below_target >= 0.6, clear: p_below_target < 0.4, requires: [earned, min_executions: 20/28d] }
  - { id: below, when: 'fails_beyond(target, alpha=0.01)', keep_firing: 2 good results }
  - { id: silent, level: source, when: arrival_lag > quantile(0.99), inhibits: { rules: [risk, below], equal: [source] } }
incidents: { group_by: [source, dataset] }
routes: [{ to: [mail] }]
receivers: { mail: { email: { to: [data@example.com] }, at: '07:45' } }
`;

const kept = process.env.DQS_BENCH_KEEP;
const folder = kept ?? mkdtempSync(join(tmpdir(), 'dqs-bench-operation-'));
try {
  await main(folder);
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}
