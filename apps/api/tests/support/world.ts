import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  MemoryAlertingStore,
  NO_ALERTS,
  type AlertingStore,
  type Incident,
  type IncidentMember,
  type Policy,
} from '@dqs/alerting';
import { FileStore, PanelBuilder, parseDay, Random, SILENT_LOGGER, type Clock, type DailyPanel } from '@dqs/core';
import { Deliveries } from '@dqs/ingestion';
import { MemoryLedger } from '@dqs/ledger';
import { collectRevisions, gradeDays, readBundleBytes, trainModel, versionFacts, writeBundle } from '@dqs/pipelines';
import { Registry } from '@dqs/registry';
import { auditIn, issueDay, openOperation, promote, replayKept, withQueue, type OpenedOperation } from '@dqs/runtime';
import { checkProposed, openPolicyOrNone } from '@dqs/runtime/alerting';
import { PageViews } from '@dqs/runtime/pages';
import { openRetraining, plannedRetraining, withRetrainingInputs } from '@dqs/runtime/retraining';
import {
  ApiKeys,
  eventsIn,
  openAnswers,
  ServedJobs,
  ServedModels,
  ServedPolicy,
  webhooksIn,
} from '@dqs/runtime/serving';
import { openDatabase, PostgresAlertingStore, PostgresEvents, type StoreDatabase } from '@dqs/store';
import type { FastifyInstance } from 'fastify';

import { allRoutes, createServer, DEFAULT_LIMITS, type ServerLimits, type Services } from '../../src/index.js';
import { PolicyTasks } from '../../src/simulation/policy-tasks.js';
import { runTask } from '../../src/simulation/task.js';

const FIRST = parseDay('2026-01-01')!;
const LAST = parseDay('2026-04-28')!;
/** No model passes. */
const STRICT = { validationFolds: 0, limit: { minSkill: 0.99 } };
/** Two tenants have a dataset of the same name. */
const SERIES = [
  ['acme', 'orders', '101'],
  ['acme', 'orders', '102'],
  ['acme', 'payments', '101'],
  ['globex', 'orders', '101'],
  ['globex', 'stock', '201'],
] as const;

/** Everything that the routes of a test work with. */
export interface World {
  readonly folder: string;
  readonly services: Services;
  readonly clock: Clock & { time: number };
  readonly deliveries: Deliveries;
  readonly ledger: MemoryLedger;
  readonly models: ServedModels;
  /** Undefined where none was asked for. */
  readonly database: StoreDatabase | undefined;
  /** Views that have kept nothing yet. */
  pageViews(): PageViews;
  close(): Promise<void>;
}

/**
 * A model in production, a history that was delivered, forecasts of two days of which one is graded: what the examples of the
 * document speak of.
 */
export async function openWorld({ hasDatabase = false } = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-api-'));
  const clock = { time: Date.parse('2026-04-29T02:00:00Z'), now: () => clock.time };
  const hooks = { signal: new AbortController().signal, logger: SILENT_LOGGER, clock };
  const [store, registryFolder] = [join(folder, 'store'), join(folder, 'registry')];
  const registry = new Registry(new FileStore(registryFolder), { clock });
  const artifacts = new FileStore(store);
  const deliveries = new Deliveries(artifacts, { clock });
  const ledger = new MemoryLedger();
  await registerVersions(registry, folder);
  await deliveries.add({ id: 'history', panel: panelOf(FIRST, LAST), name: 'history.csv', by: 'test' });
  for (const hours of [4, 24]) {
    clock.time = Date.parse('2026-04-29T02:00:00Z') + hours * 3_600_000;
    await issueDay({ store, registry: registryFolder, issuedDay: (LAST + hours / 24 + 1) | 0 }, ledger, hooks);
  }
  await deliveries.add({ id: 'nightly-04-29', panel: panelOf(LAST + 1, LAST + 1), name: 'nightly.csv', by: 'test' });
  await collectRevisions(deliveries, ledger);
  clock.time = Date.parse('2026-05-02T02:00:00Z');
  await gradeDays(deliveries, ledger, { graceHours: 0 }, { clock });
  const models = new ServedModels({ store, registry: registryFolder }, hooks);
  await models.start();
  const policies = new ServedPolicy({ store });
  const { policy } = await policies.put(POLICY, undefined);
  const retrainPolicy = join(folder, 'retrain.yaml');
  writeFileSync(retrainPolicy, RETRAINING);
  const retraining = await openRetraining({ retrainPolicy, registry: registryFolder }, hooks);
  await retraining.record.act({ kind: 'pause', reason: 'the first day' }, 'test');
  const keyring = new ApiKeys(artifacts, { clock });
  await keyring.create({ env: 'test', name: 'first', role: 'viewer', by: 'test', lifetimeMs: 1000 });
  const database = hasDatabase ? await openDatabase({ folder: join(store, 'postgres') }) : undefined;
  const alerting = { store: database ? storeIn(database) : (new MemoryAlertingStore() as AlertingStore<unknown>) };
  await putIncidents(alerting.store, policy);
  await putMessages(alerting.store, policy);
  const operation = hasDatabase ? await openOperation({ store }) : undefined;
  const jobs = database && new ServedJobs({ store, registry: registryFolder }, database, hooks);
  if (jobs) await putJobs(store);
  if (database) await putEvents(database);
  const pageViews = () =>
    new PageViews({
      settings: { store, registry: registryFolder, organization: 'Example' },
      // Without a database pages read the ledger and what alerting remembers alone.
      operation: { ...operation, ledger, alerting: alerting.store } as unknown as OpenedOperation,
      worker: { store, registry: registryFolder },
      policy: () => openPolicyOrNone({ store }),
      clock,
    });
  const services: Services = {
    ...{ models, registry, deliveries, ledger, alerting, policies, retraining, keyring, logger: SILENT_LOGGER, clock },
    ...(jobs && { jobs }),
    ...(database && { audit: await auditIn(database, {}, hooks), events: await eventsIn(database) }),
    ...(database && { webhooks: await openWebhooks(database, clock) }),
    answers: await openAnswers(database),
    pages: pageViews(),
    replay: (kept) => replayKept(kept, { store, registry: registryFolder }),
    policyChecks: {
      check: (text, now, today) => Promise.resolve(checkProposed(text, now, today)),
      assertQuick: () => Promise.resolve(),
    },
    policyTasks: new PolicyTasks((task, taskHooks) =>
      runTask(
        {
          settings: { store, registry: registryFolder },
          operation: () => Promise.resolve({ ledger, alerting: alerting.store }),
          policy: () => openPolicyOrNone({ store }),
        },
        task,
        { ...taskHooks, onProgress: ({ done, total = 0 }) => taskHooks.onProgress({ done, total }) },
      ),
    ),
    promote: (request) =>
      promote(request.reference, request.alias, { registry: registryFolder, ...STRICT, ...request }, hooks),
    planRetraining: (manual) =>
      withRetrainingInputs(
        { store, registry: registryFolder, retrainPolicy },
        hooks,
        (inputs) => plannedRetraining(inputs, manual),
        // A plan asks the operation for its ledger, its alerting and whether somebody has paused it.
        { ledger, alerting: alerting.store, notices: NOBODY_PAUSED } as unknown as OpenedOperation,
      ),
  };
  const close = async () => {
    await models.close();
    await jobs?.close();
    await operation?.database.close();
    await database?.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, services, clock, deliveries, ledger, models, database, pageViews, close };
}

/** A server of all routes, which listens nowhere. */
export function serverOf(services: Services, limits: Partial<ServerLimits> = {}): Promise<FastifyInstance> {
  return createServer(allRoutes({ isDraining: () => false }), services, { ...DEFAULT_LIMITS, ...limits });
}

async function registerVersions(registry: Registry, folder: string): Promise<void> {
  const trained = await trainModel(panelOf(FIRST, LAST - 20), { spec: 'classic', backend: 'ridge', limits: false });
  const path = join(folder, 'bundle');
  await writeBundle(path, trained.bundle);
  trained.predictor.model.close();
  const { manifest, files } = await readBundleBytes(path);
  const gates = () => Promise.resolve({ passed: true, checks: [] });
  for (const version of ['1.0.0', '1.1.0']) {
    await registry.register('checks', { files, facts: versionFacts(manifest), by: 'test', version });
    await registry.promote('checks', { selector: version, alias: 'staging', by: 'test', gates });
  }
  await registry.promote('checks', { selector: '1.0.0', alias: 'production', by: 'test', gates });
}

/** Results of all series, some of them missed, the same for the same day and shift of its luck. */
export function panelOf(from: number, to: number, shift = 0): DailyPanel {
  const builder = new PanelBuilder();
  SERIES.forEach(([tenantId, datasetUuid, ruleCode], index) => {
    const key = { source: 'erp', tenantId, datasetUuid, datasetName: `${datasetUuid} of ${tenantId}`, ruleCode };
    for (let day = from; day <= to; day += 1) {
      const random = new Random(day * 10 + index + 1000 * shift);
      const passes = Array.from({ length: 8 }, () => random.next()).filter((value) => value < 0.9 - 0.1 * index).length;
      builder.addCounts(key, day, {
        ...{ passes, fails: 8 - passes, errors: 0, recordCount: Number.NaN, filteredCount: Number.NaN },
      });
    }
  });
  return builder.build();
}

const NOBODY_PAUSED = { get: () => Promise.resolve(undefined) };

const POLICY = `
apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: checks }
rules: [{ id: below, when: p_below_target >= 0.6 }]
incidents: { resolution_reasons: [fixed, wrong] }
routes: [{ to: [data] }]
receivers: { data: { webhook: { url: "https://example.org/hook", secret: { env: DQS_SECRET_HOOK } } } }
`;

const RETRAINING = `
apiVersion: dqs/v1
kind: RetrainingPolicy
model: checks
triggers: { schedule: { every: 30d } }
`;

/** Two webhooks of one tenant that were pinged; they may be on this machine. */
async function openWebhooks(database: StoreDatabase, clock: Clock) {
  const webhooks = await webhooksIn(database, { webhookNetworks: ['127.0.0.1'] }, clock);
  for (const url of ['https://example.org/a', 'https://example.org/b']) {
    const { webhook } = await webhooks.create({ url, tenants: ['acme'], by: 'test' });
    await webhooks.ping(webhook.id, undefined, 'test');
  }
  return webhooks;
}

/** What happened to each tenant, and to the whole. */
function putEvents(database: StoreDatabase): Promise<void> {
  const event = (type: string, tenant?: string) => ({ at: 1, type, tenant, subject: 'x', data: { n: 1 } });
  return new PostgresEvents(database).append([
    event('incident.opened', 'acme'),
    event('incident.opened', 'globex'),
    event('model.promoted'),
    event('incident.resolved', 'acme'),
  ]);
}

/** A forecast that waits, and a file that nobody collects. */
async function putJobs(store: string): Promise<void> {
  await withQueue({ store }, { logger: SILENT_LOGGER }, async (queue) => {
    await queue.offer([
      { kind: 'forecast', key: '2026-05-02' },
      { kind: 'collect', key: 'broken.csv 4 1' },
    ]);
    await queue.cancel('collect', 'broken.csv 4 1');
  });
}

/** What alerting remembers in a database. */
export function storeIn(database: StoreDatabase): AlertingStore<unknown> {
  return new PostgresAlertingStore(database) as unknown as AlertingStore<unknown>;
}

/** Three incidents, of one tenant each and of both, and two alerts that fire. */
async function putIncidents(store: AlertingStore<unknown>, policy: Policy): Promise<void> {
  const incidents = [
    incidentOf('inc-1', ['acme']),
    incidentOf('inc-2', ['globex']),
    incidentOf('inc-3', ['acme', 'globex']),
  ];
  const alerts = ['acme', 'globex'].map(alertOf);
  const state = { ...NO_ALERTS, at: 1, day: FIRST, incidents, alerts };
  const step = {
    kind: 'act',
    at: 1,
    policy: policy.digest,
    act: { kind: 'acknowledge', at: 1, by: 'x', incident: 'x' },
  } as const;
  await store.transact((tx) => store.save(tx, { name: policy.name, before: 0, state, incidents, step }));
}

/** One message that waits, one that nobody tries any more, and one for a receiver that was switched off. */
async function putMessages(store: AlertingStore<unknown>, policy: Policy): Promise<void> {
  const outbox = store.outboxOf(policy.name);
  const message = (id: string, receiver: string) => ({
    ...{ id, receiver, subject: id, anew: false, createdAt: 1 },
    content: { kind: 'note', incident: 'inc-1', text: `about ${id}`, callsOut: false } as const,
  });
  await store.transact((tx) => outbox.enqueue(tx, [message('msg-dead', 'data'), message('msg-off', 'gone')]));
  for (const claim of await outbox.claim({ now: 1, leaseMs: 1000, limit: 10 })) {
    const kind = claim.message.id === 'msg-dead' ? 'dead' : 'gone';
    await outbox.settle(claim, { kind, why: 'the address answers 404' }, 2);
  }
  await store.transact((tx) => outbox.enqueue(tx, [message('msg-waits', 'data')]));
}

function alertOf(tenant: string) {
  return {
    ...{ key: `below ${tenant}/orders/101`, rule: 'below', level: 'series', subject: `${tenant}/orders/101` },
    ...{ labels: { tenant, dataset: 'orders', rule: '101' }, phase: 'firing', known: true, suppressed: null },
    ...{ severity: 'warning', since: 1, firedAt: 1, firedDay: FIRST, cost: 1, reasons: [] },
  } as unknown as (typeof NO_ALERTS.alerts)[number];
}

function incidentOf(id: string, tenants: readonly string[]): Incident {
  const members = tenants.map((tenant) => {
    const { key, ...own } = alertOf(tenant);
    const joined = { joinedBy: 'first', group: 'g', ledBy: null, resolvedAt: null, movedFrom: null, day: FIRST };
    return { ...own, alert: key, ...joined } as unknown as IncidentMember;
  });
  return {
    ...{ id, state: 'open', severity: 'warning', group: 'orders', openedAt: 1, members, inhibited: 0 },
    ...{
      acknowledgedBy: null,
      resolution: null,
      reopened: 0,
      mergedInto: null,
      splitFrom: null,
      settled: [],
      told: [{ receiver: 'data', at: 1, open: true, count: 1, seen: 1, sent: true, digest: null, results: 0, day: 1 }],
    },
    events: [{ at: 1, kind: 'opened', text: `opened ${id}` }],
  };
}
