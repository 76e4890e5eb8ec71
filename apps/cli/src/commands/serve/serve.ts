import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import type { ServeSettings } from '@dqs/api';
import { DqsError } from '@dqs/core';
import { localFolder, openDatabase, type AppHooks, type WorkerSettings } from '@dqs/runtime';

import { sayListening } from '../api.js';
import type { CommandContext, CommandResult } from '../../run.js';

/** What `dqs serve` is started with. */
export type ServedContext = CommandContext<
  Exclude<keyof ServeSettings, 'servedPolicy'> | keyof WorkerSettings | 'tickSeconds' | 'drainSeconds' | 'demo'
>;

/** The folder of a system whose place was not said. */
const STORE = 'store';

/** `dqs serve`: database, API and worker, in one process, until it is interrupted. */
export async function serveAll(context: ServedContext): Promise<CommandResult> {
  const { hooks } = context;
  const settings = await withPolicies({ ...context.settings, store: context.settings.store ?? STORE }, hooks);
  // Held open all the time: the others come and go, and an embedded server ends with its last user.
  const database = await openDatabase(settings);
  try {
    const url = await serveBoth(settings, hooks);
    return { json: { url, store: settings.store, stopped: true }, text: () => `${url} has stopped\n` };
  } finally {
    await database.close();
  }
}

type ServedSettings = ServedContext['settings'] & { readonly store: string };

/** The settings of a server, with the policies of the demonstration where it is one and no others are set. */
async function withPolicies(settings: ServedSettings, hooks: AppHooks): Promise<ServedSettings> {
  if (settings.demo !== true) return settings;
  const store = localFolder(settings.store);
  if (store === undefined) {
    const message = `expected a folder of this machine for --demo, got --store ${settings.store}`;
    throw new DqsError('config-invalid', message);
  }
  const { beginDemo } = await import('./demo/fill.js');
  const { catalog, servedRetraining, organization } = await beginDemo({ ...settings, store }, hooks);
  return {
    ...{ ...settings, store },
    catalog: settings.catalog ?? catalog,
    servedRetraining: settings.servedRetraining ?? servedRetraining,
    organization: settings.organization ?? organization,
  };
}

/** The API on this thread, the worker on another: a training or a long day of forecasts keeps no request waiting. */
async function serveBoth(settings: ServedSettings, hooks: AppHooks): Promise<string> {
  const { serveApi } = await import('@dqs/api');
  const { policyFile } = await import('@dqs/runtime/alerting');
  const servedPolicy = policyFile(settings);
  const ended = new AbortController();
  const signal = AbortSignal.any([hooks.signal, ended.signal]);
  let url = '';
  const api = serveApi({ ...settings, servedPolicy }, { ...hooks, signal }, (listening) => {
    ({ url } = listening);
    sayListening(listening, hooks);
  });
  const work = runInThread(settings, signal);
  const both = [api, work].map((part) => part.finally(() => ended.abort()));
  // What ends first ends the other; both have ended before anything is closed.
  const found = await Promise.allSettled(both);
  for (const one of found) if (one.status === 'rejected') throw one.reason;
  return url;
}

/** Runs the worker on a thread of its own until the signal; what it throws is thrown here. */
async function runInThread(settings: object, signal: AbortSignal): Promise<void> {
  // The program is bundled into one folder, where the build puts the thread's module.
  const thread = new Worker(new URL('./serve-worker.js', import.meta.url), { workerData: settings });
  const stop = () => thread.postMessage('stop');
  let failure: DqsError | undefined;
  thread.once('message', ({ code, message, details }: Pick<DqsError, 'code' | 'message' | 'details'>) => {
    failure = new DqsError(code, message, { details });
  });
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    // Rejects with whatever else the thread threw.
    await once(thread, 'exit');
  } finally {
    signal.removeEventListener('abort', stop);
  }
  if (failure) throw failure;
}
