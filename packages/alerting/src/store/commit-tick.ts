import { CHANNEL_ABILITIES } from '../channels/channel.js';
import type { Decision } from '../decide/decide.js';
import type { Send } from '../decide/send.js';
import type { TickFacts } from '../facts/facts.js';
import type { Incident } from '../incidents/incident.js';
import type { DigestMessage, IncidentMessage, ThreadNote } from '../message/message.js';
import type { OutboxMessage } from '../outbox/outbox.js';
import { planMessages } from '../outbox/plan.js';
import type { Policy } from '../policy/policy.js';
import type { AlertingStore, KeptState } from './alerting-store.js';

/** What sends say, made from whatever the caller knows; called in the transaction, and so without waiting for anything. */
export interface SendContents {
  /** The message about the incident of a send, and the line for those who follow it. */
  incident(send: Send, incident: Incident): { readonly message: IncidentMessage; readonly note?: ThreadNote };
  digest(send: Send): DigestMessage;
}

/** A tick that has been decided and is not stored yet. */
export interface TickToCommit {
  readonly name: string;
  /** What was read before it was decided. */
  readonly before: KeptState;
  readonly policy: Policy;
  readonly facts: Pick<TickFacts, 'at' | 'day' | 'system'>;
  readonly decision: Decision;
  readonly contents: SendContents;
}

/** A tick that is stored. */
export interface CommittedTick {
  readonly version: number;
  /** The messages that were queued, in their order. */
  readonly messages: readonly OutboxMessage[];
  /** Sends that became no message, and why. */
  readonly unsaid: readonly { readonly send: Send; readonly why: string }[];
}

/**
 * Stores what a tick decided together with its messages, in one transaction. Whoever was killed before it ended has stored
 * nothing and decides again; ids of messages are the same then.
 *
 * @throws DqsError `alerting-conflict` if another tick or an act was faster: nothing is stored, and the tick is to be decided
 * again on what is there now.
 */
export function commitTick<Tx>(store: AlertingStore<Tx>, tick: TickToCommit): Promise<CommittedTick> {
  return store.transact(async (tx) => {
    const version = await saveTick(store, tx, tick);
    const messages: OutboxMessage[] = [];
    const unsaid: { send: Send; why: string }[] = [];
    for (const send of tick.decision.sends) {
      const planned = await plan(store, tx, tick, send);
      messages.push(...planned.messages);
      if (planned.messages.length === 0) unsaid.push({ send, why: planned.why });
    }
    await store.outboxOf(tick.name).enqueue(tx, messages);
    return { version, messages, unsaid };
  });
}

function saveTick<Tx>(store: AlertingStore<Tx>, tx: Tx, { name, before, policy, facts, decision }: TickToCommit) {
  const { state, incidents, transitions, sends, held, nextAt } = decision;
  const { at, day, system } = facts;
  const step = { kind: 'tick', at, policy: policy.digest, day, transitions, sends, held, nextAt, system } as const;
  return store.save(tx, { name, before: before.version, state, incidents, step });
}

async function plan<Tx>(
  store: AlertingStore<Tx>,
  tx: Tx,
  { name: alerting, policy, facts, decision, contents }: TickToCommit,
  send: Send,
): Promise<{ readonly why: string; readonly messages: readonly OutboxMessage[] }> {
  const { id, receiver: name, at } = send;
  if (send.incident === null) {
    const content = contents.digest(send);
    return { why: 'it is due', messages: [{ id, receiver: name, subject: id, content, anew: true, createdAt: at }] };
  }
  const receiver = policy.receivers.get(name)!;
  const { message, note } = contents.incident(send, incidentOf(decision, send.incident));
  const previous = await store.outboxOf(alerting).last(tx, name, send.incident);
  return planMessages({
    id,
    receiver: name,
    abilities: CHANNEL_ABILITIES[receiver.channel],
    update: receiver.settings.update,
    resolve: receiver.resolve,
    previous: previous?.content as IncidentMessage | undefined,
    wanted: message,
    note,
    again: send.kind === 'reminder',
    now: facts.at,
  });
}

/** A send changes what its incident says of its receivers: it is among those that have changed. */
function incidentOf({ incidents }: Decision, id: string): Incident {
  return incidents.find((one) => one.id === id)!;
}
