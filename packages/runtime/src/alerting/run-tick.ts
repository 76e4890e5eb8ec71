import type { DispatchReport } from '@dqs/alerting';
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
import { sendAll } from './send-all.js';
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
