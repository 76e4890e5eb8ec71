import { outboxViews, type OutboxView } from '@dqs/alerting';
import { compareText, MS_PER_DAY } from '@dqs/core';

import type { PageView } from '../page-view.js';

/** A receiver of messages. Survives JSON. */
export interface ChannelRow {
  /** The alerting whose policy names it. */
  readonly alerting: string;
  readonly receiver: string;
  /** `off` gets nothing until a person switches it on; `failing` has refused a message or not taken one several times. */
  readonly state: 'ok' | 'failing' | 'off';
  readonly waiting: number;
  /** Messages that it refused for good. */
  readonly dead: number;
  /** What the last attempt met. */
  readonly why: string | null;
  /** Since when its oldest message waits, or it is off, milliseconds since 1970. */
  readonly since: number | null;
}

/** Messages that wait, and those who get them. */
export interface OutboxPart {
  readonly waiting: number;
  readonly dead: number;
  /** When the oldest message that waits was queued; null if none does. */
  readonly oldestAt: number | null;
  /** Whom it is for. */
  readonly oldestFor: string | null;
  /** Those in trouble first. */
  readonly channels: readonly ChannelRow[];
}

/** Attempts after which a receiver counts as failing, and the time for which a refusal speaks against it. */
const MANY_ATTEMPTS = 3;
const REFUSED_MS = 3 * MS_PER_DAY;

const ORDER: readonly ChannelRow['state'][] = ['off', 'failing', 'ok'];

/** The outboxes of all alertings as they are now. */
export async function outboxPart({ alerting, at }: PageView): Promise<OutboxPart> {
  const views = await outboxViews(alerting);
  const channels = views.flatMap((view) => view.receivers.map((receiver) => channelRow(view, receiver, at)));
  const first = views.flatMap(({ waiting }) => waiting).sort((a, b) => a.message.createdAt - b.message.createdAt)[0];
  return {
    waiting: views.reduce((sum, { status }) => sum + status.waiting, 0),
    dead: views.reduce((sum, { status }) => sum + status.dead, 0),
    oldestAt: first?.message.createdAt ?? null,
    oldestFor: first?.message.receiver ?? null,
    channels: channels.sort(
      (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || compareText(a.receiver, b.receiver),
    ),
  };
}

function channelRow({ name, status, waiting, dead }: OutboxView, receiver: string, at: number): ChannelRow {
  const isFor = ({ message }: OutboxView['waiting'][number]) => message.receiver === receiver;
  const [waits, refused] = [waiting.filter(isFor), dead.filter(isFor)];
  const off = status.off.find((one) => one.receiver === receiver);
  const recent = refused.filter(({ message }) => message.createdAt > at - REFUSED_MS);
  const isFailing = recent.length > 0 || waits.some(({ attempts }) => attempts >= MANY_ATTEMPTS);
  const told = [...waits, ...recent].find(({ why }) => why !== null);
  return {
    ...{ alerting: name, receiver, waiting: waits.length, dead: refused.length },
    state: off !== undefined ? 'off' : isFailing ? 'failing' : 'ok',
    why: off?.why ?? told?.why ?? null,
    since: off?.at ?? (waits[0] ?? recent[0])?.message.createdAt ?? null,
  };
}
