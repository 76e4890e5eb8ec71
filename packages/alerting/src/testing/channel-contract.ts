import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';

import { DqsError } from '@dqs/core';

import type { Outcome } from '../channels/channel.js';
import { incidentMessage } from '../message/incident-message.js';
import type { ChannelBench, ChannelCase, OpenBench, PeerMood } from './channel-case.js';
import {
  EXAMPLE_DIGEST,
  EXAMPLE_FACTS,
  EXAMPLE_LINKS,
  EXAMPLE_MESSAGE,
  EXAMPLE_NOTE,
  firstDelivery,
} from './channel-messages.js';

/** After which a silent peer is given up here. */
const SOON_MS = 150;

/** What every channel promises, whichever service it talks to. */
export const CHANNEL_CONTRACT: readonly ChannelCase[] = [
  { title: 'an incident is told once, by its name and its number', run: tells },
  { title: 'the end of an incident reaches the peer', run: resolves },
  {
    title: 'a message that follows an earlier one is sent with its handle, and returns one for the next',
    run: follows,
  },
  { title: 'what it says it carries it carries, and it refuses the rest', run: carries },
  { title: 'a peer that is busy is asked later, after the time that it says', run: waits },
  { title: 'a peer that is broken is asked later', run: retries },
  { title: 'what a peer refuses is refused', run: refuses },
  { title: 'a receiver that is no more is gone', run: gone },
  { title: 'a peer that takes the connection and says nothing is given up', run: givesUp },
  { title: 'a repeat under the same id is one message, wherever the peer can tell', run: repeats },
  { title: 'a secret stands in no outcome, even if the peer repeats it', run: hidesSecrets },
  { title: 'a signal that has fired stops it before anything is sent', run: stops },
  { title: 'names that hold markup or control characters arrive as texts of one line', run: hostileNames },
];

async function tells(open: OpenBench) {
  const { channel, seen } = await open();
  await assertSent(channel.deliver(firstDelivery(EXAMPLE_MESSAGE)));
  const messages = seen();
  strictEqual(messages.length, 1);
  for (const text of ['customers', 'INC-214']) ok(messages[0]!.includes(text), `expected ${text} in ${messages[0]}`);
}

async function resolves(open: OpenBench) {
  const { channel, requests } = await open();
  const first = await assertSent(channel.deliver(firstDelivery(EXAMPLE_MESSAGE)));
  const facts = { ...EXAMPLE_FACTS, phase: 'resolved', resolvedAt: EXAMPLE_FACTS.knownAt + 1000 } as const;
  const end = incidentMessage(facts, EXAMPLE_LINKS);
  await assertSent(channel.deliver(firstDelivery(end, 'msg_2', first.handle)));
  ok(requests().length >= 2);
  ok(/resolved?/i.test(requests().at(-1)!) || requests().at(-1)!.includes('endsAt'), 'expected the end to be said');
}

async function follows(open: OpenBench) {
  const { channel } = await open();
  const first = await assertSent(channel.deliver(firstDelivery(EXAMPLE_MESSAGE)));
  const second = await assertSent(channel.deliver(firstDelivery(EXAMPLE_MESSAGE, 'msg_2', first.handle)));
  if (channel.abilities.updates === 'none') return;
  strictEqual(second.handle, first.handle);
}

async function carries(open: OpenBench) {
  const { channel } = await open();
  const first = await assertSent(channel.deliver(firstDelivery(EXAMPLE_MESSAGE)));
  const digest = await channel.deliver(firstDelivery(EXAMPLE_DIGEST, 'msg_2'));
  strictEqual(digest.status, channel.abilities.digests ? 'sent' : 'refused');
  const note = await channel.deliver(firstDelivery(EXAMPLE_NOTE, 'msg_3', first.handle));
  strictEqual(note.status, channel.abilities.notes ? 'sent' : 'refused');
}

async function waits(open: OpenBench) {
  const outcome = await under(open, 'busy');
  if (outcome === undefined) return;
  deepStrictEqual([outcome.status, 'afterMs' in outcome && outcome.afterMs], ['later', 7000]);
}

async function retries(open: OpenBench) {
  strictEqual((await under(open, 'broken'))?.status ?? 'later', 'later');
}

async function refuses(open: OpenBench) {
  strictEqual((await under(open, 'refusing'))?.status ?? 'refused', 'refused');
}

async function gone(open: OpenBench) {
  strictEqual((await under(open, 'gone'))?.status ?? 'gone', 'gone');
}

async function givesUp(open: OpenBench) {
  const bench = await open(SOON_MS);
  const outcome = await deliverUnder(bench, 'silent');
  strictEqual(outcome.status, 'later');
  assertNoSecret(bench, outcome);
}

async function repeats(open: OpenBench) {
  const { channel, seen } = await open();
  const delivery = firstDelivery(EXAMPLE_MESSAGE);
  await assertSent(channel.deliver(delivery));
  await assertSent(channel.deliver({ ...delivery, attempt: 2 }));
  if (channel.abilities.updates !== 'none') strictEqual(seen().length, 1);
}

async function hidesSecrets(open: OpenBench) {
  for (const mood of ['refusing', 'broken', 'gone'] as const) {
    const bench = await open();
    if (bench.unknown?.includes(mood)) continue;
    assertNoSecret(bench, await deliverUnder(bench, mood));
  }
}

async function stops(open: OpenBench) {
  const { channel, requests } = await open();
  const isAborted = (error: unknown) => DqsError.is(error) && error.code === 'aborted';
  await rejects(channel.deliver(firstDelivery(EXAMPLE_MESSAGE), { signal: AbortSignal.abort() }), isAborted);
  strictEqual(requests().length, 0);
}

async function hostileNames(open: OpenBench) {
  const { channel, seen } = await open();
  const hostile = '<!channel> & *b* [x](http://evil.example) \u0000\r\nBcc: all@example.com <script>';
  const message = incidentMessage({ ...EXAMPLE_FACTS, title: hostile }, EXAMPLE_LINKS);
  await assertSent(channel.deliver(firstDelivery(message)));
  const [text = ''] = seen();
  ok(text.includes('Bcc: all@example.com'), 'expected the name');
  ok(!/^Bcc:/im.test(text), 'expected no line of its own');
}

/** What becomes of a delivery to a peer in a mood; undefined where the protocol does not know it. */
async function under(open: OpenBench, mood: PeerMood): Promise<Outcome | undefined> {
  const bench = await open();
  return bench.unknown?.includes(mood) ? undefined : deliverUnder(bench, mood);
}

function deliverUnder(bench: ChannelBench, mood: PeerMood): Promise<Outcome> {
  bench.setMood(mood);
  return bench.channel.deliver(firstDelivery(EXAMPLE_MESSAGE));
}

function assertNoSecret({ secrets }: ChannelBench, outcome: Outcome): void {
  const said = JSON.stringify(outcome);
  for (const secret of secrets) ok(!said.includes(secret), `expected no secret in ${said}`);
}

async function assertSent(delivering: Promise<Outcome>): Promise<{ readonly handle?: string }> {
  const outcome = await delivering;
  if (outcome.status !== 'sent') throw new Error(`expected it to be sent, got ${outcome.status}: ${outcome.why}`);
  return outcome;
}
