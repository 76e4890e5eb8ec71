import { dispatch, type ChannelOf, type DispatchReport } from '@dqs/alerting';
import { SYSTEM_CLOCK } from '@dqs/core';
import { alertTick, collectRevisions, gradeDays, type AlertTick, type Telling } from '@dqs/pipelines';

import type { AppHooks } from '../app-hooks.js';
import { openDeliveries } from '../history/open-deliveries.js';
import { required } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import type { OpenedOperation } from '../stores/open-alerting.js';
import { channelsOf, type ChannelSettings } from './channels.js';
import { factSources } from './fact-sources.js';
import type { OpenedPolicy } from './open-policy.js';
import { keepTickFacts } from '../metrics/tick-facts.js';
import { systemFacts, type SystemSettings } from './system-facts.js';

/** The settings of a tick. */
export type TickSettings = Settings<
  'store' | 'graceHours' | 'knownAt' | 'tickDryRun' | 'noSend' | 'pagesUrl' | 'organization'
> &
  ChannelSettings &
  SystemSettings;

/** What a tick did. */
export interface RunTick extends AlertTick {
  /** What was sent after it; null if nothing was to be sent. */
  readonly dispatched: DispatchReport | null;
}

/** Calls of `dispatch` for one tick: what is left waits for the next. */
const MOST_CALLS = 20;

/**
 * A tick of the policy's alerting as a worker does it: what has arrived is taken in and graded, so that the tick sees what it
 * would see afterwards; then it decides, stores and queues; then what is due is sent.
 *
 * A time that is named is taken as it is: the tick decides on what was known then.
 *
 * @param digest makes the digest.
 * @throws DqsError as `alertTick`, `collectRevisions`, `gradeDays`.
 */
export async function runTick(
  settings: TickSettings,
  { ledger, alerting, jobs }: Pick<OpenedOperation, 'ledger' | 'alerting' | 'jobs'>,
  { policy, catalog }: OpenedPolicy,
  digest: Telling['digest'],
  hooks: AppHooks,
): Promise<RunTick> {
  const { tickDryRun: isDryRun = false, noSend = false, pagesUrl: pages, organization } = settings;
  const at = settings.knownAt ?? (hooks.clock ?? SYSTEM_CLOCK).now();
  if (!isDryRun) {
    const deliveries = await openDeliveries(settings);
    await collectRevisions(deliveries, ledger, hooks);
    await gradeDays(deliveries, ledger, { graceHours: settings.graceHours }, hooks);
  }
  const system = await systemFacts(settings, { alerting, jobs }, at);
  const sources = { ...(await factSources(settings, ledger, { policy, catalog }, at)), system: () => system };
  const tick = await alertTick(alerting, { name: policy.name, sources, at, isDryRun, digest, pages, organization });
  // Who names a time asks for another day's decision: figures are of now.
  if (!isDryRun && settings.knownAt === undefined) await keepTickFacts(required(settings.store, 'store'), tick.facts);
  if (isDryRun || noSend) return { ...tick, dispatched: null };
  const channelOf = await channelsOf(policy, settings, process.env);
  return { ...tick, dispatched: await sendAll(alerting.outboxOf(policy.name), channelOf, hooks) };
}

async function sendAll(
  outbox: ReturnType<OpenedOperation['alerting']['outboxOf']>,
  channelOf: ChannelOf,
  hooks: AppHooks,
): Promise<DispatchReport> {
  let all: DispatchReport = { claimed: 0, sent: 0, later: 0, dead: 0, gone: [] };
  for (let call = 0; call < MOST_CALLS; call += 1) {
    const one = await dispatch(outbox, channelOf, {}, hooks);
    all = {
      claimed: all.claimed + one.claimed,
      sent: all.sent + one.sent,
      later: all.later + one.later,
      dead: all.dead + one.dead,
      gone: [...new Set([...all.gone, ...one.gone])],
    };
    // What has to wait is not due again at once; without a message that went out there is nothing new to try.
    if (one.sent === 0) break;
  }
  return all;
}
