import type { Channel, Delivery, Outcome } from '../../src/channels/index.js';
import { dispatch, MemoryOutbox, type DispatchOptions } from '../../src/index.js';
import { retryDelay } from '../../src/outbox/retry.js';
import { incident, NOW, queue } from '../../src/testing/outbox-case.js';
import { memoryPlace } from '../support/memory-bench.js';
import { SimulatedPeer } from '../support/simulated-peer.js';

/** A channel that answers as it is told. */
function answering(answer: (delivery: Delivery) => Outcome | Promise<Outcome>) {
  const deliveries: Delivery[] = [];
  const channel: Channel = {
    kind: 'webhook',
    abilities: { updates: 'by-key', notes: false, digests: true },
    deliver: async (delivery) => {
      deliveries.push(delivery);
      return answer(delivery);
    },
  };
  return { channel, deliveries };
}

async function outboxWith(...ids: string[]) {
  const outbox = new MemoryOutbox();
  await queue(await memoryPlace(outbox)(), ...ids.map((id) => incident(id, { subject: id })));
  return outbox;
}

/** Lines that were logged, as texts. */
function logOf() {
  const lines: string[] = [];
  const log = (level: string) => (fields: object, message: string) =>
    void lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  return { lines, logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') } };
}

const at = (now: number) => ({ clock: { now: () => now } });
const send = (outbox: MemoryOutbox, channel: Channel | undefined, now = NOW, options: DispatchOptions = {}) =>
  dispatch(outbox, () => channel, options, at(now));

describe('sending what is due', () => {
  it('writes down what was sent, with its handle', async () => {
    const outbox = await outboxWith('a', 'b');
    const peer = new SimulatedPeer();
    expect(await send(outbox, peer)).toEqual({ claimed: 2, sent: 2, later: 0, dead: 0, gone: [] });
    expect(await send(outbox, peer)).toMatchObject({ claimed: 0 });
    expect(peer.messages).toHaveLength(2);
  });

  it('waits as long as a peer asks, and leaves it alone with all else until then', async () => {
    const outbox = await outboxWith('a', 'b', 'c');
    const { channel, deliveries } = answering(() => ({ status: 'later', why: 'busy', afterMs: 3_600_000 }));
    expect(await send(outbox, channel)).toMatchObject({ claimed: 3, later: 3 });
    expect(deliveries).toHaveLength(1);
    expect(await send(outbox, channel, NOW + 3_599_999)).toMatchObject({ claimed: 0 });
    const entries = await outbox.list({});
    expect(entries.map(({ attempts }) => attempts)).toEqual([1, 0, 0]);
    expect(await send(outbox, channel, NOW + 3_600_000)).toMatchObject({ claimed: 3 });
  });

  it('asks a failing peer after 10 s at most, doubles that up to an hour, and gives up after three days', async () => {
    const outbox = await outboxWith('a');
    const { channel, deliveries } = answering(() => ({ status: 'later', why: 'down' }));
    let now = NOW;
    while ((await outbox.status()).waiting > 0) {
      await send(outbox, channel, now);
      now = Math.max(now + 1, (await outbox.list({}))[0]!.dueAt);
    }
    const [entry] = await outbox.list({});
    expect([entry!.state, entry!.why]).toEqual(['dead', 'given up: down']);
    expect(now - NOW).toBeGreaterThan(2.9 * 86_400_000);
    expect(deliveries.map(({ attempt }) => attempt)).toEqual(deliveries.map((_, i) => i + 1));
    for (let attempt = 1; attempt <= 30; attempt += 1) {
      const whole = Math.min(3_600_000, 10_000 * 2 ** (attempt - 1));
      expect(retryDelay('a', attempt)).toBeGreaterThanOrEqual(whole / 2);
      expect(retryDelay('a', attempt)).toBeLessThanOrEqual(whole);
    }
  });

  it('buries what is refused, and says so', async () => {
    const outbox = await outboxWith('a', 'b');
    const { lines, logger } = logOf();
    const { channel } = answering(({ id }) => (id === 'a' ? { status: 'refused', why: 'no' } : { status: 'sent' }));
    expect(await dispatch(outbox, () => channel, {}, { ...at(NOW), logger })).toMatchObject({ sent: 1, dead: 1 });
    expect(lines).toEqual(['error a message cannot be sent {"id":"a","receiver":"slack-data","why":"no"}']);
  });

  it('switches a receiver off that is gone, says so, and sends nothing more to it', async () => {
    const outbox = await outboxWith('a', 'b');
    const { lines, logger } = logOf();
    const { channel, deliveries } = answering(() => ({ status: 'gone', why: 'answered 410' }));
    expect((await dispatch(outbox, () => channel, {}, { ...at(NOW), logger })).gone).toEqual(['slack-data']);
    expect(deliveries).toHaveLength(1);
    expect(lines).toEqual(['error a receiver is switched off {"receiver":"slack-data","why":"answered 410"}']);
    expect(await send(outbox, channel, NOW + 86_400_000)).toMatchObject({ claimed: 0 });
    await outbox.switchOn('slack-data');
    expect(await send(outbox, new SimulatedPeer(), NOW + 86_400_000)).toMatchObject({ sent: 2 });
  });

  it('buries what is for a receiver that the policy no longer has', async () => {
    const outbox = await outboxWith('a');
    await send(outbox, undefined);
    expect((await outbox.list({ state: 'dead' }))[0]!.why).toBe('the policy has no receiver slack-data');
  });

  it('sends later what a defect of a channel has stopped, and other receivers are not held up by it', async () => {
    const outbox = await outboxWith('a');
    await queue(await memoryPlace(outbox)(), incident('p', { receiver: 'page' }));
    const broken = answering(() => {
      throw new TypeError('xoxb-very-secret is no function');
    });
    const { lines, logger } = logOf();
    const channels = new Map<string, Channel>([
      ['slack-data', broken.channel],
      ['page', new SimulatedPeer()],
    ]);
    const report = await dispatch(outbox, (receiver) => channels.get(receiver), {}, { ...at(NOW), logger });
    expect(report).toMatchObject({ sent: 1, later: 1 });
    expect((await outbox.list({ state: 'waiting' }))[0]!.why).toBe('the channel webhook has failed');
    expect(lines.join()).not.toContain('very-secret');
  });

  it('begins nothing whose lease could end before the answer', async () => {
    const outbox = await outboxWith('a', 'b', 'c');
    let now = NOW;
    const { channel, deliveries } = answering(() => {
      now += 50_000;
      return { status: 'sent' };
    });
    const report = await dispatch(outbox, () => channel, { leaseMs: 100_000 }, { clock: { now: () => now } });
    expect([report.sent, report.later, deliveries.length]).toEqual([2, 1, 2]);
    expect((await outbox.list({ state: 'waiting' }))[0]!.attempts).toBe(0);
  });

  it('stops when its signal fires, and the rest is sent by the next', async () => {
    const outbox = await outboxWith('a');
    await expect(dispatch(outbox, () => new SimulatedPeer(), {}, { signal: AbortSignal.abort() })).rejects.toThrow(
      'the work was interrupted',
    );
    expect(await send(outbox, new SimulatedPeer())).toMatchObject({ sent: 1 });
  });
});
