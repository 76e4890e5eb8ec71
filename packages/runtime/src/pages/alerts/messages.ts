import type { Content, OutboxEntry, OutboxMessage, OutboxState, OutboxStore, Policy } from '@dqs/alerting';
import { compareText } from '@dqs/core';

/** Messages that the page holds. */
const MOST_SHOWN = 200;

/** What a message says, in a few words. */
export interface MessageFacts {
  readonly kind: Content['kind'];
  readonly incident: string | null;
  readonly title: string;
}

/** A message and what has become of it. */
export interface MessageRow extends MessageFacts {
  readonly id: string;
  readonly receiver: string;
  readonly channel: string | null;
  readonly state: OutboxState;
  readonly attempts: number;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly why: string | null;
}

/** What waits for a receiver. */
export interface WaitingRow {
  readonly receiver: string;
  readonly channel: string | null;
  readonly waiting: number;
  readonly dead: number;
  /** Attempts of the message that was tried most often. */
  readonly attempts: number;
  /** When the oldest of them was queued. */
  readonly oldestAt: number | null;
  readonly nextAt: number | null;
  readonly why: string | null;
  /** Whether it gets nothing until somebody switches it on. */
  readonly isOff: boolean;
}

/** What a message says, in a few words: of one about an incident its title, of a digest its subject. */
export function messageFacts({ content }: Pick<OutboxMessage, 'content'>): MessageFacts {
  switch (content.kind) {
    case 'incident':
      return { kind: 'incident', incident: content.incident, title: content.what };
    case 'digest':
      return { kind: 'digest', incident: null, title: content.subject };
    case 'note':
      return { kind: 'note', incident: content.incident, title: content.text };
    case 'event':
      return { kind: 'event', incident: null, title: `${content.type} ${content.subject}` };
  }
}

type Outbox = Pick<OutboxStore<never>, 'list' | 'status'>;

/** The messages that were queued last, the last one first. */
export async function messageRows(outbox: Outbox, { receivers }: Policy): Promise<readonly MessageRow[]> {
  const found = await outbox.list({ newestFirst: true });
  return found.slice(0, MOST_SHOWN).map(({ message, state, attempts, dueAt, why }) => ({
    ...{ id: message.id, receiver: message.receiver, channel: receivers.get(message.receiver)?.channel ?? null },
    ...messageFacts(message),
    ...{ state, attempts, createdAt: message.createdAt, dueAt, why },
  }));
}

/** What waits or is stuck, by receiver; what waits longest comes first. */
export async function waitingRows(outbox: Outbox, { receivers }: Policy): Promise<readonly WaitingRow[]> {
  const [waiting, dead, { off }] = [
    await outbox.list({ state: 'waiting' }),
    await outbox.list({ state: 'dead' }),
    await outbox.status(),
  ];
  const names = new Set([...waiting, ...dead].map(({ message }) => message.receiver));
  for (const { receiver } of off) names.add(receiver);
  const rows = [...names].map((receiver): WaitingRow => {
    const isOwn = ({ message }: OutboxEntry) => message.receiver === receiver;
    const own = waiting.filter(isOwn);
    const stuck = dead.filter(isOwn);
    const all = [...own, ...stuck];
    const switchedOff = off.find((one) => one.receiver === receiver);
    const tried = all.reduce<OutboxEntry | undefined>((a, b) => (b.attempts > (a?.attempts ?? 0) ? b : a), undefined);
    const least = (times: readonly number[]) => (times.length === 0 ? null : Math.min(...times));
    return {
      ...{ receiver, channel: receivers.get(receiver)?.channel ?? null },
      ...{ waiting: own.length, dead: stuck.length, attempts: tried?.attempts ?? 0 },
      oldestAt: least(all.map(({ message }) => message.createdAt)),
      nextAt: least(own.map(({ dueAt }) => dueAt)),
      why: switchedOff?.why ?? tried?.why ?? null,
      isOff: switchedOff !== undefined,
    };
  });
  return rows.sort((a, b) => (a.oldestAt ?? 0) - (b.oldestAt ?? 0) || compareText(a.receiver, b.receiver));
}
