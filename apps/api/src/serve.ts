import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';

import { DqsError, SYSTEM_CLOCK } from '@dqs/core';
import {
  databasePlace,
  openOperation,
  openRegistry,
  openStore,
  type AppHooks,
  type DatabaseSettings,
} from '@dqs/runtime';
import { openPolicy } from '@dqs/runtime/alerting';
import { openDeliveries } from '@dqs/runtime/history';
import { ApiKeys, ServedModels, type ServedSettings } from '@dqs/runtime/serving';
import { orDefault, type Settings } from '@dqs/runtime/settings';

import { allRoutes } from './routes/all.js';
import { createServer } from './server/create-server.js';
import { DEFAULT_LIMITS } from './server/limits.js';
import type { Services } from './services.js';

/** The settings of a server. */
export type ServeSettings = ServedSettings &
  DatabaseSettings &
  Settings<'host' | 'port' | 'auth' | 'rateLimit' | 'servedPolicy'>;

/** A server that listens. */
export interface Listening {
  /** Where: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Whether it asks for API keys. */
  readonly asksForKeys: boolean;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Serves until the signal fires; then no new request is taken, those that are on their way end, and what was opened is closed.
 *
 * @param onListening told once it can be asked.
 * @throws DqsError `config-invalid` for a server that other machines would reach without a key, or that asks for keys and has no
 * store that holds them, `not-served` where it cannot listen; as `openDatabase`, `openModel` and `openPolicy`.
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

/** Whether callers are asked for keys; a server that other machines reach always asks. */
function keysAsked({ auth, store }: ServeSettings, host: string): boolean {
  const isLocal = LOOPBACK.has(host);
  if (!isLocal && auth === 'none') {
    const message = `expected --auth keys with --host ${host}, which other machines reach, got none; leave --host out to serve this machine alone`;
    throw new DqsError('config-invalid', message);
  }
  const asks = auth === 'keys' || !isLocal;
  if (!asks || store !== undefined) return asks;
  throw new DqsError(
    'config-invalid',
    'expected --store where API keys are asked for: it holds them; dqs keys create makes one',
  );
}

async function openServices(settings: ServeSettings, hooks: AppHooks, asksForKeys: boolean) {
  const { store } = settings;
  const clock = hooks.clock ?? SYSTEM_CLOCK;
  const models = new ServedModels(settings, hooks);
  const policy = await policyOf(settings);
  const operation = hasDatabase(settings) ? await openOperation(settings) : undefined;
  const services: Services = {
    models,
    registry: await openRegistry(settings),
    ...(store !== undefined && { deliveries: await openDeliveries(settings) }),
    ...(operation && { ledger: operation.ledger }),
    ...(operation && policy && { alerting: { store: operation.alerting, policy } }),
    ...(asksForKeys && { keys: new ApiKeys(openStore(store!), { clock }) }),
    logger: hooks.logger,
    clock,
  };
  const close = async () => {
    await models.close();
    await operation?.database.close();
  };
  try {
    await models.start();
  } catch (error) {
    // Without a model it takes results and shows what there is; the first promotion gives it one.
    if (settings.issuedModel !== undefined || !DqsError.is(error) || error.code !== 'config-invalid') {
      await close();
      throw error;
    }
    hooks.logger.warn({}, `no model answers yet: ${error.message}`);
  }
  return { services, close };
}

/** The policy whose incidents are shown; it is read once. */
async function policyOf({ servedPolicy: policy, catalog }: ServeSettings) {
  return policy === undefined ? undefined : (await openPolicy({ policy, catalog })).policy;
}

/** An embedded database is not made by whoever only looks. */
function hasDatabase(settings: ServeSettings): boolean {
  if (settings.store === undefined && settings.databaseUrl === undefined) return false;
  const place = databasePlace(settings);
  return !('folder' in place) || existsSync(place.folder);
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function fired(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
}
