import { MS_PER_DAY } from '@dqs/core';

import type { SystemFacts } from '../facts/facts.js';
import type { OutboxEntry, OutboxStatus } from '../outbox/outbox.js';
import type { AlertingStore } from '../store/alerting-store.js';

/** Dead letters of this time speak against a channel; older ones are on the list of the outbox alone. */
const DEAD_MS = 3 * MS_PER_DAY;

/** An outbox at a time. */
export interface OutboxView {
  /** Name of its alerting. */
  readonly name: string;
  readonly status: OutboxStatus;
  /** All receivers that it had messages for. */
  readonly receivers: readonly string[];
  /** Messages that wait, the oldest first. */
  readonly waiting: readonly OutboxEntry[];
  readonly dead: readonly OutboxEntry[];
}

/** The facts of every alerting's outbox and of the channels that it has messages for. */
export async function outboxFacts(
  store: Pick<AlertingStore<never>, 'names' | 'outboxOf'>,
  at: number,
): Promise<readonly SystemFacts[]> {
  return (await outboxViews(store)).flatMap((view) => factsOfOutbox(view, at));
}

/** The outbox of every alerting as it is now. */
export async function outboxViews(
  store: Pick<AlertingStore<never>, 'names' | 'outboxOf'>,
): Promise<readonly OutboxView[]> {
  const views: OutboxView[] = [];
  for (const name of await store.names()) {
    const outbox = store.outboxOf(name);
    const [status, waiting] = [await outbox.status(), await outbox.list({ state: 'waiting' })];
    const [dead, receivers] = [await outbox.list({ state: 'dead' }), await outbox.receivers()];
    views.push({ name, status, receivers, waiting, dead });
  }
  return views;
}

/**
 * An outbox as a part of the system: how long its oldest message has waited, and for each receiver whether it takes messages
 * (not if it is switched off, or has refused one lately) and how often in a row it has not.
 */
export function factsOfOutbox(
  { name, status, receivers, waiting, dead }: OutboxView,
  at: number,
): readonly SystemFacts[] {
  const { oldestWaitingAt, off } = status;
  const age = oldestWaitingAt === null ? 0 : Math.max(0, at - oldestWaitingAt);
  const outbox: SystemFacts = { part: `outbox of ${name}`, kind: 'outbox', labels: {}, age };
  const refused = dead.filter(({ message }) => message.createdAt > at - DEAD_MS);
  const bad = new Set([...off, ...refused.map(({ message }) => message)].map(({ receiver }) => receiver));
  const attempts = new Map<string, number>();
  for (const { message, attempts: count } of waiting) {
    attempts.set(message.receiver, Math.max(count, attempts.get(message.receiver) ?? 0));
  }
  const channels = receivers.map(
    (receiver): SystemFacts => ({
      part: `channel ${receiver} of ${name}`,
      kind: 'channel',
      labels: {},
      ok: !bad.has(receiver),
      failures: attempts.get(receiver) ?? 0,
    }),
  );
  return [outbox, ...channels];
}
