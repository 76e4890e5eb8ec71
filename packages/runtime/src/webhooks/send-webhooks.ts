import type { DispatchReport } from '@dqs/alerting';
import type { Channel } from '@dqs/alerting/channels';
import { SYSTEM_CLOCK } from '@dqs/core';

import { sendAll } from '../alerting/send-all.js';
import type { AppHooks } from '../app-hooks.js';
import type { Settings } from '../settings/settings.js';
import type { OpenedOperation } from '../stores/open-alerting.js';

type Webhooks = OpenedOperation['webhooks'];

/** What was done for webhooks. */
export interface SentWebhooks {
  readonly queued: number;
  readonly dispatched: DispatchReport;
}

/**
 * Queues messages about the events since the last time, and sends what is due.
 *
 * @throws DqsError `invalid-argument` for networks that are none; as a `StoreDatabase`.
 */
export async function sendWebhooks(
  { webhookNetworks = [] }: Settings<'webhookNetworks'>,
  webhooks: Webhooks,
  hooks: AppHooks,
): Promise<SentWebhooks> {
  const channelOf = await channelsOf(webhooks, webhookNetworks);
  let queued = 0;
  for (let isMore = true; isMore && !hooks.signal.aborted; ) {
    const found = await webhooks.queue();
    queued += found.queued;
    isMore = found.isMore;
  }
  return { queued, dispatched: await sendAll(webhooks.outbox, channelOf, hooks) };
}

/** Each message is sent as its webhook is at that moment: one that was removed gets nothing, and a new secret counts at once. */
async function channelsOf(webhooks: Webhooks, allowedNetworks: readonly string[]) {
  const { CHANNEL_ABILITIES, HttpClient, Secret, WebhookChannel } = await import('@dqs/alerting/channels');
  const client = new HttpClient({ allowedNetworks });
  return (id: string): Channel => ({
    kind: 'webhook',
    abilities: CHANNEL_ABILITIES.webhook,
    deliver: async (delivery, hooks = {}) => {
      const webhook = await webhooks.get(id);
      if (webhook === undefined) return { status: 'refused', why: 'the webhook was removed' };
      const now = (hooks.clock ?? SYSTEM_CLOCK).now();
      const good = webhook.secrets.filter(({ until = Infinity }) => until > now);
      const secrets = good.map(({ text }) => new Secret(text));
      return new WebhookChannel({ url: new Secret(webhook.url), secrets }, client).deliver(delivery, hooks);
    },
  });
}
