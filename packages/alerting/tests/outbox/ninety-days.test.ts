import { Random } from '@dqs/core';

import { PagerDutyChannel, Secret, SlackChannel, type Channel } from '../../src/channels/index.js';
import {
  dispatch,
  incidentMessage,
  MemoryOutbox,
  planMessages,
  threadNote,
  type IncidentFacts,
  type IncidentMessage,
} from '../../src/index.js';
import { EXAMPLE_FACTS } from '../../src/testing/channel-messages.js';
import { localClient } from '../support/benches.js';
import { startPeer, stopPeers } from '../support/http-peer.js';
import { PAGERDUTY_EVENT } from '../support/schemas.js';
import { SlackService } from '../support/slack-peer.js';

afterEach(stopPeers);

const DAYS = 90;
const TICKS_A_DAY = 4;
const MS_PER_TICK = 86_400_000 / TICKS_A_DAY;
const START = Date.UTC(2026, 8, 1);
const INCIDENTS = Array.from({ length: 12 }, (_, i) => `INC-${i}`);

/** When each incident begins, half of them on one day, and when it ends; between, its message flaps. */
function spans(random: Random) {
  return INCIDENTS.map((incident, index) => {
    const from = index % 2 === 0 ? 30 * TICKS_A_DAY : random.integer(60 * TICKS_A_DAY);
    return { incident, from, to: from + 8 + random.integer(20 * TICKS_A_DAY) };
  });
}

/** The peers, and the last word of each at them. */
async function openPeers() {
  const slack = new SlackService();
  const slackPeer = await startPeer(slack.answer);
  const events: { readonly key: string; readonly action: string }[] = [];
  const pagerPeer = await startPeer(({ body }) => {
    const event = PAGERDUTY_EVENT.parse(JSON.parse(body));
    events.push({ key: event.dedup_key, action: event.event_action });
    return { status: 202 };
  });
  const token = new Secret('xoxb-very-secret');
  const routingKey = new Secret('0123456789abcdef0123456789abcdef');
  const channels = new Map<string, Channel>([
    ['slack-data', new SlackChannel({ channel: 'C0123', token, url: `${slackPeer.address}/api/` }, localClient())],
    ['page', new PagerDutyChannel({ routingKey, url: `${pagerPeer.address}/v2/enqueue` }, localClient())],
  ]);
  return { slack, events, channels };
}

describe('90 days with flapping and bulk failures', () => {
  it('are one message for incident and channel, edited in place and ended once', async () => {
    const random = new Random(7);
    const outbox = new MemoryOutbox();
    const { slack, events, channels } = await openPeers();
    const incidents = spans(random);
    for (let tick = 0; tick <= DAYS * TICKS_A_DAY; tick += 1) {
      const knownAt = START + tick * MS_PER_TICK;
      for (const { incident, from, to } of incidents) {
        if (tick < from || tick > to + 4) continue;
        const isOver = tick >= to;
        const facts: IncidentFacts = {
          ...EXAMPLE_FACTS,
          incident,
          openedAt: START + from * MS_PER_TICK,
          knownAt,
          phase: isOver ? 'resolved' : 'open',
          // Back and forth within an incident, and most ticks nothing new.
          title: `failing ${Math.floor((tick - from) / 3) % 2}`,
          ...(isOver && { resolvedAt: START + to * MS_PER_TICK }),
        };
        await plan(outbox, channels, facts, tick);
      }
      while ((await dispatch(outbox, (name) => channels.get(name), {}, { clock: { now: () => knownAt } })).claimed > 0);
    }

    const tops = slack.messages.filter(({ thread }) => thread === undefined);
    expect(tops).toHaveLength(INCIDENTS.length);
    expect(tops.every(({ edits }) => edits > 0)).toBe(true);
    expect(tops.filter(({ content }) => !JSON.stringify(content).includes('✓ Resolved'))).toEqual([]);
    const ends = slack.messages.filter(({ content }) => String(content).includes('resolved, recovered.'));
    expect(ends).toHaveLength(INCIDENTS.length);
    const resolved = events.filter(({ action }) => action === 'resolve').map(({ key }) => key);
    expect([...resolved].sort()).toEqual(INCIDENTS.map((incident) => `dqs/${incident}`).sort());
    expect(await outbox.status()).toMatchObject({ waiting: 0, dead: 0 });
  });
});

async function plan(outbox: MemoryOutbox, channels: ReadonlyMap<string, Channel>, facts: IncidentFacts, tick: number) {
  const { incident, phase, timeZone, knownAt } = facts;
  const event =
    phase === 'resolved'
      ? ({ what: 'resolved', at: knownAt, reason: 'recovered' } as const)
      : ({ what: 'results', at: knownAt, day: 20_000, results: [] } as const);
  await outbox.transact(async (tx) => {
    for (const [receiver, { abilities }] of channels) {
      const { messages } = planMessages({
        id: `${incident}/${receiver}/${tick}`,
        receiver,
        abilities,
        previous: (await outbox.last(tx, receiver, incident))?.content as IncidentMessage | undefined,
        wanted: incidentMessage(facts),
        note: threadNote(incident, event, timeZone),
        now: knownAt,
      });
      await outbox.enqueue(tx, messages);
    }
  });
}
