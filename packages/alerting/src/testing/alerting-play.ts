import { MS_PER_DAY, MS_PER_HOUR } from '@dqs/core';

import type { Channel, Delivery } from '../channels/channel.js';
import { CHANNEL_ABILITIES } from '../channels/channel.js';
import { decideTick } from '../decide/decide.js';
import type { DayResult, TickFacts } from '../facts/facts.js';
import { factsOfIncident } from '../message/facts-of-incident.js';
import { incidentMessage } from '../message/incident-message.js';
import type { DigestMessage } from '../message/message.js';
import { dispatch } from '../outbox/dispatch.js';
import type { Policy } from '../policy/policy.js';
import { readPolicy } from '../policy/read-policy.js';
import type { AlertingStore } from '../store/alerting-store.js';
import { commitTick, type SendContents } from '../store/commit-tick.js';
import { NAME } from './alerting-store-case.js';

const POLICY = `apiVersion: dqs/v1
kind: AlertPolicy
rules:
  - id: low
    when: pass_percentage < 90
    severity: { critical: pass_percentage < 50, warning: true }
    keep_firing: 1 good result
incidents: { group_by: [dataset], reopen_within: 3d }
routes:
  - { match: { severity: critical }, to: [page], continue: true }
  - { to: [chat], repeat: { every: 2 results } }
budgets: [{ owner: '*', pages: 1 per 7d, overflow: mail }]
receivers:
  chat: { slack: { channel: C1, token: { env: T } } }
  page: { pagerduty: { routing_key: { env: K } } }
  mail: { email: { to: team@example.com }, at: '07:45' }`;

const FIRST_DAY = 20_781;
/** Passes of a hundred by series and day: failing together, flapping, graver, over, and back again. */
const PASSES: Readonly<Record<string, readonly number[]>> = {
  orders: [99, 80, 40, 80, 99, 99, 70, 99],
  customers: [99, 80, 80, 99, 80, 99, 99, 99],
  ads: [80, 99, 45, 45, 45, 45, 99, 99],
};

/** The policy of a play. */
export const PLAY_POLICY: Policy = readPolicy(POLICY, 'play.yaml').policy;

/** The ticks of a play: one at nine o'clock of each of eight days. */
export const PLAY_TICKS: readonly TickFacts[] = Array.from({ length: 8 }, (_, day) => ({
  at: (FIRST_DAY + day) * MS_PER_DAY + 9 * MS_PER_HOUR,
  day: FIRST_DAY + day,
  series: Object.entries(PASSES).map(([dataset, passes]) => ({
    id: dataset,
    labels: { source: 'shop', dataset, rule: '104', owner: 'team-shop' },
    target: 90,
    importance: 3,
    results: resultsOf(passes.slice(0, day + 1)),
  })),
  sources: [],
  models: [],
  system: [],
}));

function resultsOf(passes: readonly number[]): readonly DayResult[] {
  return passes.map((count, i) => ({ day: FIRST_DAY + i, passes: count, fails: 100 - count, errors: 0 }));
}

/** A service that outlives the processes that send to it, and remembers all that it took. */
export class PlayService {
  readonly taken: Delivery[] = [];

  /** @param gone a receiver that is no more. */
  constructor(private readonly gone?: string) {}

  /** The channel of a receiver of the play. */
  readonly channelOf = (receiver: string): Channel => {
    const { channel: kind } = PLAY_POLICY.receivers.get(receiver)!;
    return {
      kind,
      abilities: CHANNEL_ABILITIES[kind],
      deliver: (delivery) => {
        if (receiver === this.gone) return Promise.resolve({ status: 'gone', why: 'answered 410' });
        this.taken.push(delivery);
        return Promise.resolve({ status: 'sent', handle: delivery.handle ?? `handle of ${delivery.id}` });
      },
    };
  };
}

/**
 * What a worker does: decides ticks that nobody has decided, and sends what is due. Another one that begins after it was killed
 * goes on where it stopped.
 *
 * @param lateMs how late it is, for a worker that begins after leases of others have ended.
 * @param ticks how many ticks of the play there are so far.
 */
export async function playAlerting<Tx>(
  store: AlertingStore<Tx>,
  service: PlayService,
  lateMs = 0,
  ticks = PLAY_TICKS.length,
): Promise<void> {
  for (const facts of PLAY_TICKS.slice(0, ticks)) {
    const before = await store.load(NAME);
    if (before.state.at === null || before.state.at < facts.at) {
      const decision = decideTick(PLAY_POLICY, before.state, facts);
      await commitTick(store, {
        name: NAME,
        before,
        policy: PLAY_POLICY,
        facts,
        decision,
        contents: contentsOf(facts),
      });
    }
    const clock = { now: () => facts.at + lateMs };
    while ((await dispatch(store.outboxOf(NAME), service.channelOf, {}, { clock })).claimed > 0);
  }
}

function contentsOf(facts: TickFacts): SendContents {
  return {
    incident: (send, incident) => ({
      message: incidentMessage(factsOfIncident(incident, { policy: PLAY_POLICY, facts })),
      note: { kind: 'note', incident: incident.id, text: `${send.kind} on day ${facts.day}`, callsOut: send.page },
    }),
    digest: ({ entries = [] }): DigestMessage => ({
      kind: 'digest',
      date: String(facts.day),
      owner: 'team-shop',
      subject: `${entries.length} incidents`,
      text: entries.map(({ incident, kind }) => `${incident} ${kind}`).join('\n'),
      html: '',
    }),
  };
}

/** All that a play leaves behind, as a text: the same, however often its processes were killed. */
export async function playText<Tx>(store: AlertingStore<Tx>): Promise<string> {
  const messages = (await store.outboxOf(NAME).list({})).map(({ message }) => message);
  const { version, state } = await store.load(NAME);
  const steps = await store.steps(NAME);
  const past: string[] = [];
  for (const { at } of steps) past.push(JSON.stringify(await store.stateAt(NAME, at)));
  return JSON.stringify([version, state, steps, past, await store.incidents(NAME), messages], null, 1);
}

/**
 * Which promises to people a play has broken: something lost, repeated under another id or with another content, repeated more
 * often than processes were killed, or still on its way.
 */
export async function brokenPromises<Tx>(
  store: AlertingStore<Tx>,
  { taken }: PlayService,
  kills: number,
): Promise<readonly string[]> {
  const entries = await store.outboxOf(NAME).list({});
  const known = new Map(entries.map(({ message }) => [message.id, JSON.stringify(message.content)]));
  const ids = new Set(taken.map(({ id }) => id));
  const lost = entries.filter(({ message, state }) => !ids.has(message.id) && state !== 'replaced');
  const waiting = entries.filter(({ state }) => state === 'waiting' || state === 'dead');
  const strange = taken.filter(({ id, content }) => known.get(id) !== JSON.stringify(content));
  return [
    ...lost.map(({ message }) => `lost ${message.id}`),
    ...waiting.map(({ message, state }) => `${state} ${message.id}`),
    ...strange.map(({ id }) => `nobody queued ${id} as it was sent`),
    ...(taken.length - ids.size > kills ? [`${taken.length - ids.size} repeats after ${kills} kills`] : []),
  ];
}
