import { allSteps, type AlertingStep, type Incident, type OutboxEntry, type Policy } from '@dqs/alerting';

import type { PageView } from '../page-view.js';

/** Who was told of an incident, and how that went. */
export interface IncidentToldRow {
  readonly receiver: string;
  /** `slack`, `email`; null where the policy no longer has it. */
  readonly channel: string | null;
  /** Messages that were delivered. */
  readonly sent: number;
  /** Those that were edited into a message that was there. */
  readonly updates: number;
  /** Messages that wait, and those that were given up; of a past time the latter wait. */
  readonly waiting: number;
  readonly dead: number;
  /** Of the first that waits: attempts, when the next is due and what the last met; null for a past time. */
  readonly next: { readonly attempts: number; readonly dueAt: number; readonly why: string | null } | null;
  /** When it was told last. */
  readonly at: number;
  /** The digest in which it stands instead of a message of its own. */
  readonly digest: string | null;
}

/** Something that was sent of an incident, or held back. */
export interface SentRow {
  readonly at: number;
  readonly kind: 'opened' | 'reopened' | 'reminder' | 'resolved' | 'held';
  readonly receivers: readonly string[];
  readonly isPage: boolean;
  /** Why it was held. */
  readonly why: string | null;
}

/** Who was told of an incident, as known to a view. */
export async function toldRows(view: PageView, { id, told }: Incident): Promise<readonly IncidentToldRow[]> {
  const { alerting, opened, at, isNow } = view;
  const { policy } = opened;
  const entries = await alerting.outboxOf(policy.name).list({ subject: id });
  const byReceiver = new Map<string, OutboxEntry[]>();
  for (const entry of entries) {
    if (entry.message.createdAt > at || entry.message.content.kind !== 'incident') continue;
    const own = byReceiver.get(entry.message.receiver);
    if (own) own.push(entry);
    else byReceiver.set(entry.message.receiver, [entry]);
  }
  const rows = [...byReceiver].map(([receiver, own]) => toldRow(receiver, own, policy, at, isNow));
  const digests = told.flatMap(({ receiver, digest, at: last }): IncidentToldRow[] => {
    if (digest === null || byReceiver.has(receiver)) return [];
    return [{ ...NOTHING, receiver, channel: channelOf(policy, receiver), at: last, digest }];
  });
  return [...rows, ...digests].sort((a, b) => a.at - b.at || (a.receiver < b.receiver ? -1 : 1));
}

const NOTHING = { sent: 0, updates: 0, waiting: 0, dead: 0, next: null, digest: null } as const;

function toldRow(
  receiver: string,
  entries: readonly OutboxEntry[],
  policy: Policy,
  at: number,
  isNow: boolean,
): IncidentToldRow {
  // What was given up may have been sent later: of a past time nobody can tell the two apart.
  const stateOf = ({ state, settledAt }: OutboxEntry) =>
    isNow ? state : settledAt !== null && settledAt <= at && state !== 'dead' ? state : 'waiting';
  const count = (state: OutboxEntry['state']) => entries.filter((one) => stateOf(one) === state).length;
  const waits = isNow ? entries.find(({ state }) => state === 'waiting' || state === 'dead') : undefined;
  const sent = count('sent');
  return {
    receiver,
    channel: channelOf(policy, receiver),
    sent,
    updates: Math.max(0, entries.filter((one) => stateOf(one) === 'sent' && !one.message.anew).length - 1),
    waiting: count('waiting'),
    dead: count('dead'),
    next: waits === undefined ? null : { attempts: waits.attempts, dueAt: waits.dueAt, why: waits.why },
    at: entries.at(-1)!.message.createdAt,
    digest: null,
  };
}

function channelOf({ receivers }: Policy, receiver: string): string | null {
  return receivers.get(receiver)?.channel ?? null;
}

/** What was sent of an incident and what was held back for long, by when; what only updates a message is left out. */
export async function sentRows(view: PageView, { id, openedAt }: Incident): Promise<readonly SentRow[]> {
  const { alerting, opened, at } = view;
  const rows: SentRow[] = [];
  for await (const step of allSteps(alerting, opened.policy.name, { from: openedAt, until: at + 1, eventful: true })) {
    if (step.kind === 'tick') rows.push(...sentBy(step, id));
  }
  return rows;
}

function sentBy({ at, sends, held }: Extract<AlertingStep, { kind: 'tick' }>, id: string): SentRow[] {
  const rows = new Map<string, SentRow>();
  const add = (kind: SentRow['kind'], isPage: boolean, receiver: string, why: string | null) => {
    const key = `${kind} ${isPage} ${why}`;
    const known = rows.get(key);
    rows.set(key, { at, kind, isPage, why, receivers: [...(known?.receivers ?? []), receiver] });
  };
  for (const { incident, kind, page, receiver } of sends) {
    if (incident === id && kind !== 'updated' && kind !== 'digest') add(kind, page, receiver, null);
  }
  for (const { incident, kind, receiver, why } of held) {
    if (incident === id && kind === 'opened' && why !== 'waiting') add('held', false, receiver, why);
  }
  return [...rows.values()];
}
