import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { DqsError, SYSTEM_CLOCK } from '@dqs/core';
import { openSite } from '@dqs/dashboard';
import {
  auditIn,
  hasDatabase,
  openOperation,
  openRegistry,
  openStore,
  promote,
  replayKept,
  type AppHooks,
  type DatabaseSettings,
  type KeptForecast,
} from '@dqs/runtime';
import { openPolicyOrNone } from '@dqs/runtime/alerting';
import { openDeliveries } from '@dqs/runtime/history';
import { MetricsCollector, openSpans, processMetrics } from '@dqs/runtime/metrics';
import { PageViews } from '@dqs/runtime/pages';
import { openRetraining, plannedRetraining, withRetrainingInputs } from '@dqs/runtime/retraining';
import {
  ApiKeys,
  eventsIn,
  gatesInThread,
  openAnswers,
  ServedJobs,
  ServedModels,
  ServedPolicy,
  TokenPrincipals,
  webhooksIn,
  type ServedSettings,
  type TokenSettings,
} from '@dqs/runtime/serving';
import { orDefault, type Settings } from '@dqs/runtime/settings';

import { allRoutes } from './routes/all.js';
import { createServer } from './server/create-server.js';
import { DEFAULT_LIMITS } from './server/limits.js';
import type { Services } from './services.js';
import { inProcessOfItsOwn } from './simulation/in-process-of-its-own.js';
import { PolicyCheckThread } from './simulation/policy-check-thread.js';
import { PolicyTasks } from './simulation/policy-tasks.js';

/** The settings of a server. */
export type ServeSettings = ServedSettings &
  DatabaseSettings &
  TokenSettings &
  Settings<
    | 'host'
    | 'port'
    | 'auth'
    | 'rateLimit'
    | 'servedPolicy'
    | 'servedRetraining'
    | 'inbox'
    | 'collectFrom'
    | 'issueAt'
    | 'graceHours'
    | 'webhookNetworks'
  >;

/** A server that listens. */
export interface Listening {
  /** Where: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Whether it asks for API keys. */
  readonly asksForKeys: boolean;
}

type Operation = Awaited<ReturnType<typeof openOperation>>;

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Serves until the signal fires; then no new request is taken, those that are on their way end, and what was opened is closed.
 *
 * @param onListening told once it can be asked.
 * @throws DqsError `config-invalid` for a server that other machines would reach without a key, or that asks for keys and has no
 * store that holds them, `not-served` where it cannot listen; as `openDatabase`, `openModel`, `ServedPolicy` and
 * `openRetraining`.
 */
export async function serveApi(
  settings: ServeSettings,
  hooks: AppHooks,
  onListening: (listening: Listening) => void,
): Promise<void> {
  const host = orDefault(settings.host, 'host');
  const asksForKeys = keysAsked(settings, host);
  const opened = await openServices(settings, hooks, asksForKeys);
  try {
    const isDraining = () => hooks.signal.aborted;
    const limits = { ...DEFAULT_LIMITS, requestsAMinute: orDefault(settings.rateLimit, 'rateLimit') };
    const server = await createServer(allRoutes({ isDraining }), opened.services, limits);
    const port = orDefault(settings.port, 'port');
    await server.listen({ host, port }).catch((cause: Error) => {
      throw new DqsError('not-served', `expected to listen on ${host}:${port}: ${cause.message}`, { cause });
    });
    onListening({ url: urlOf(server.server.address() as AddressInfo), asksForKeys });
    await fired(hooks.signal);
    // Whoever does not end in time is cut off.
    const cut = setTimeout(() => server.server.closeAllConnections(), limits.drainMs);
    await server.close().finally(() => clearTimeout(cut));
  } finally {
    await opened.close();
  }
}

/** Whether callers are asked for keys or tokens; a server that other machines reach always asks. */
function keysAsked({ auth, store, oidcIssuer }: ServeSettings, host: string): boolean {
  const isLocal = LOOPBACK.has(host);
  const asks = auth === 'keys' || !isLocal || oidcIssuer !== undefined;
  if (asks && auth === 'none') {
    const why = isLocal ? 'an issuer of tokens' : `--host ${host}, which other machines reach`;
    const message = `expected --auth keys with ${why}, got none; leave --host and --oidc-issuer out to serve this machine alone`;
    throw new DqsError('config-invalid', message);
  }
  if (!asks || store !== undefined || oidcIssuer !== undefined) return asks;
  throw new DqsError(
    'config-invalid',
    'expected --store where API keys are asked for: it holds them; dqs keys create makes one',
  );
}

async function openServices(settings: ServeSettings, hooks: AppHooks, asksForKeys: boolean) {
  const written = await writtenServices(settings, hooks);
  const isNamed = settings.store !== undefined || settings.databaseUrl !== undefined;
  const operation = isNamed && hasDatabase(settings) ? await openOperation(settings) : undefined;
  const models = new ServedModels(settings, hooks, operation?.ledger);
  const jobs = operation && settings.store !== undefined ? jobsOf(settings, operation, hooks) : undefined;
  const policyTasks = operation && settings.store !== undefined ? policyTasksOf(settings) : undefined;
  const policyChecks = new PolicyCheckThread(new URL('./policy-check-program.js', import.meta.url));
  const collector = new MetricsCollector(processMetrics, { settings, operation }, hooks);
  const spans = await openSpans('dqs-api');
  const close = async () => {
    await spans?.close();
    await collector.close();
    await models.close();
    await jobs?.close();
    policyTasks?.close();
    await policyChecks.close();
    await operation?.database.close();
  };
  try {
    const services: Services = {
      ...written,
      ...(operation && (await databaseServices(operation, settings, hooks))),
      ...(jobs && { jobs }),
      ...(policyTasks && { policyTasks }),
      policyChecks,
      models,
      answers: await openAnswers(operation?.database),
      ...(operation && { site: await openSite() }),
      registry: await openRegistry(settings),
      promote: promotionOf(settings, hooks),
      ...(asksForKeys && written.keyring && { keys: written.keyring }),
      logger: hooks.logger,
      clock: hooks.clock ?? SYSTEM_CLOCK,
      metrics: processMetrics,
      ...(spans && { spans }),
    };
    collector.start();
    await startedSoon(startModels(models, settings, hooks), hooks);
    return { services, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** So long a start waits for a model at most. */
const MODEL_START_MS = 5000;

/**
 * Waits for a model, but not for one that has much to learn from the results of many series: whoever wants forecasts waits for it, the
 * pages do not.
 */
async function startedSoon(start: Promise<void>, { logger }: AppHooks): Promise<void> {
  const isLate = await Promise.race([start.then(() => false), sleep(MODEL_START_MS, true, { ref: false })]);
  if (!isLate) return;
  logger.info({}, 'the model still learns from the results since its training; forecasts wait for it');
  start.then(
    () => logger.info({}, 'the model answers'),
    ({ message }: Error) =>
      logger.error({ error: message }, 'the model does not answer; whoever asks next has it tried again'),
  );
}

/** Without a model a server takes results and shows what there is; the first promotion gives it one. */
async function startModels(models: ServedModels, settings: ServeSettings, { logger }: AppHooks): Promise<void> {
  try {
    await models.start();
  } catch (error) {
    if (settings.issuedModel !== undefined || !DqsError.is(error) || error.code !== 'config-invalid') throw error;
    logger.warn({}, `no model answers yet: ${error.message}`);
  }
}

async function databaseServices(operation: Operation, settings: ServeSettings, hooks: AppHooks) {
  const { database, ledger, alerting } = operation;
  return {
    ...{ ledger, alerting: { store: alerting } },
    ...(settings.store !== undefined && {
      pages: pagesOf(settings, operation, hooks),
      replay: (kept: KeptForecast) => replayKept(kept, { store: settings.store, registry: settings.registry }),
    }),
    ...(settings.servedRetraining !== undefined && { planRetraining: plannerOf(settings, operation, hooks) }),
    audit: await auditIn(database, settings, hooks),
    events: await eventsIn(database),
    webhooks: await webhooksIn(database, settings, hooks.clock ?? SYSTEM_CLOCK),
  };
}

/** What needs no database. What cannot be read is told at the start, not with the first request. */
async function writtenServices(settings: ServeSettings, hooks: AppHooks) {
  const { store, registry, oidcIssuer, servedPolicy: policy, servedRetraining: retrainPolicy } = settings;
  const policies = new ServedPolicy({ policy, store });
  await policies.get();
  return {
    policies,
    ...(oidcIssuer !== undefined && { tokens: new TokenPrincipals({ ...settings, oidcIssuer }, hooks) }),
    ...(retrainPolicy !== undefined && { retraining: await openRetraining({ retrainPolicy, registry }, hooks) }),
    ...(store !== undefined && {
      deliveries: await openDeliveries(settings),
      keyring: new ApiKeys(openStore(store), { clock: hooks.clock ?? SYSTEM_CLOCK }),
    }),
  };
}

function pagesOf(settings: ServeSettings, operation: Operation, { clock = SYSTEM_CLOCK }: AppHooks) {
  const { servedPolicy: policy, catalog, store } = settings;
  const worker = { ...settings, policy };
  return new PageViews({
    ...{ settings, operation, worker, clock },
    policy: () => openPolicyOrNone({ policy, catalog, store }),
  });
}

/** What a policy that somebody writes makes a task do ends with the task. */
function policyTasksOf({ store, databaseUrl, graceHours, registry, servedPolicy, catalog }: ServeSettings) {
  // The build puts the program next to this one.
  const entry = new URL('./simulation-program.js', import.meta.url);
  const settings = { store, databaseUrl, graceHours, registry, servedPolicy, catalog };
  return new PolicyTasks(inProcessOfItsOwn(settings, { entry }));
}

/** Decides as a worker would that a person asks, from all that is known, and records nothing. */
function plannerOf(settings: ServeSettings, operation: Operation, hooks: AppHooks): Services['planRetraining'] {
  const { store, databaseUrl, registry, servedRetraining: retrainPolicy } = settings;
  const asked = { store, databaseUrl, registry, retrainPolicy };
  return (manual) => withRetrainingInputs(asked, hooks, (inputs) => plannedRetraining(inputs, manual), operation);
}

function jobsOf(settings: ServeSettings, { database }: Operation, hooks: AppHooks) {
  return new ServedJobs({ ...settings, policy: settings.servedPolicy }, database, hooks);
}

/** Promotions, judged by the history of the store where there is one. Their gates keep no request waiting. */
function promotionOf({ registry, store }: ServeSettings, hooks: AppHooks): NonNullable<Services['promote']> {
  const settings = { registry, store };
  // The build puts the thread's module beside this one.
  const gates = gatesInThread(new URL('./gates-thread.js', import.meta.url), settings, hooks);
  return (request) => promote(request.reference, request.alias, { ...settings, ...request }, hooks, gates);
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function fired(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
}
