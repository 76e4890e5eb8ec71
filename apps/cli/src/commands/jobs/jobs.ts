import { EXIT, SYSTEM_CLOCK } from '@dqs/core';
import { dueRunText, jobsText, kindsText, tickedText } from '@dqs/reports/text';
import { actorOf, auditIn, kindsOfJobs, runDue, tick, withJobs, withQueue, type WorkerSettings } from '@dqs/runtime';
import { orDefault, required } from '@dqs/runtime/settings';
import { digest, serveWorker, type ServeSettings } from '@dqs/worker';

import type { CommandContext, CommandResult } from '../../run.js';

type WorkContext = CommandContext<keyof WorkerSettings>;

/** `dqs worker`: does what is due, again and again. */
export async function work({ settings, hooks }: CommandContext<keyof ServeSettings>): Promise<CommandResult> {
  await serveWorker(settings, hooks);
  return { json: { store: settings.store, ended: true }, text: () => 'ended\n' };
}

/** `dqs jobs tick`: puts what is due, and leaves it to the workers. */
export async function tickJobs({ settings, hooks }: WorkContext): Promise<CommandResult> {
  const now = (hooks.clock ?? SYSTEM_CLOCK).now();
  const ticked = await withJobs(settings, digest, hooks, (queue, operation) => tick(queue, operation, now));
  return {
    json: { store: settings.store, ticked },
    text: () => tickedText(ticked),
    exitCode: ticked.some(({ why }) => why !== null) ? EXIT.failed : EXIT.ok,
  };
}

/** `dqs jobs run`: does what is due now, and ends. */
export async function runJobs({ settings, hooks }: WorkContext): Promise<CommandResult> {
  const { ticked, jobs } = await runDue(settings, digest, hooks);
  const failed = jobs.filter(({ outcome }) => outcome === 'failed').length;
  const unknown = ticked.filter(({ why }) => why !== null);
  return {
    json: { store: settings.store, jobs, failed, unknown },
    text: () => dueRunText(jobs) + (unknown.length === 0 ? '' : `\n${tickedText(unknown)}`),
    exitCode: failed + unknown.length > 0 ? EXIT.failed : EXIT.ok,
  };
}

/** `dqs jobs list`: what has become of the jobs. */
export async function listJobs({
  settings,
  hooks,
}: CommandContext<keyof WorkerSettings | 'last' | 'jobState'>): Promise<CommandResult> {
  const { jobState: state } = settings;
  const now = (hooks.clock ?? SYSTEM_CLOCK).now();
  const { all, kinds } = await withJobs(settings, digest, hooks, async (queue, operation) => {
    const found = await queue.list({ limit: 100_000 });
    return { all: found, kinds: await kindsOfJobs(found, operation, settings, now) };
  });
  const jobs = state === undefined ? all : all.filter((job) => job.state === state);
  const last = orDefault(settings.last, 'last');
  return { json: { store: settings.store, kinds, jobs }, text: () => `${kindsText(kinds)}\n${jobsText(jobs, last)}` };
}

/** `dqs jobs retry`: has a job that failed tried again. */
export async function retryJob({
  settings,
  hooks,
}: CommandContext<'store' | 'databaseUrl' | 'jobKind' | 'jobKey' | 'by'>): Promise<CommandResult> {
  const kind = required(settings.jobKind, 'jobKind');
  const key = required(settings.jobKey, 'jobKey');
  const act = {
    actor: { id: actorOf(settings) },
    action: 'job.retry',
    targets: [{ kind: 'job', id: `${kind} ${key}` }],
  };
  const again = await withQueue(settings, hooks, async (queue, database) => {
    const audit = await auditIn(database, settings, hooks);
    // One that is not there leaves the database as it is.
    return audit.change(act, (within) =>
      within.transaction(async (tx) => ((await queue.retry(kind, key, tx)) ? true : undefined)),
    );
  });
  const isAgain = again === true;
  return {
    json: { store: settings.store, kind, key, again: isAgain },
    text: () => (isAgain ? `${kind} ${key} is tried again\n` : `no job ${kind} ${key} has failed: dqs jobs list\n`),
    exitCode: isAgain ? EXIT.ok : EXIT.failed,
  };
}
