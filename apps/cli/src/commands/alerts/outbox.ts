import type { OutboxStore } from '@dqs/alerting';
import { didYouMean, DqsError, SYSTEM_CLOCK } from '@dqs/core';
import { outboxText } from '@dqs/reports/text';
import { orDefault, required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { withPolicy } from './with-policy.js';

type Context = CommandContext<'policy' | 'catalog' | 'store' | 'databaseUrl' | 'outboxAction' | 'outboxTarget'>;
type Outbox = OutboxStore<unknown>;

/** `dqs alerts outbox`: messages that wait or cannot be sent; sends one again, or switches a receiver on. */
export async function alertOutbox(context: Context): Promise<CommandResult> {
  const { settings, hooks } = context;
  const action = orDefault(settings.outboxAction, 'outboxAction');
  const target = action === 'list' ? '' : required(settings.outboxTarget, 'outboxTarget');
  const now = (hooks.clock ?? SYSTEM_CLOCK).now();
  return withPolicy(context, async ({ alerting }, { policy }) => {
    const outbox: Outbox = alerting.outboxOf(policy.name);
    if (action === 'resend') await resend(outbox, target, now);
    if (action === 'switch-on') await switchOn(outbox, target);
    const messages = [...(await outbox.list({ state: 'waiting' })), ...(await outbox.list({ state: 'dead' }))];
    const json = { policy: policy.name, ...(await outbox.status()), messages };
    return { json, text: () => outboxText(json, now) };
  });
}

async function resend(outbox: Outbox, id: string, now: number): Promise<void> {
  if ((await outbox.revive(id, now)) !== undefined) return;
  throw new DqsError(
    'invalid-argument',
    `expected the id of a message that cannot be sent, got ${JSON.stringify(id)}; dqs alerts outbox lists them`,
  );
}

async function switchOn(outbox: Outbox, receiver: string): Promise<void> {
  const off = (await outbox.status()).off.map((one) => one.receiver);
  if (off.includes(receiver)) return outbox.switchOn(receiver);
  throw new DqsError(
    'invalid-argument',
    `expected a receiver that is switched off (${off.join(', ') || 'none is'}), got ${JSON.stringify(receiver)}` +
      didYouMean(receiver, off),
  );
}
