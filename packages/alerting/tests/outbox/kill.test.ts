import { Random } from '@dqs/core';

import {
  dispatch,
  incidentMessage,
  MemoryOutbox,
  planMessages,
  type Claim,
  type IncidentMessage,
  type OutboxMessage,
} from '../../src/index.js';
import { EXAMPLE_FACTS } from '../../src/testing/channel-messages.js';
import { SimulatedPeer } from '../support/simulated-peer.js';

/** What a killed process leaves behind: nothing but what was written down. */
class Killed extends Error {}

const RECEIVERS = ['slack-data', 'page'];
const INCIDENTS = Array.from({ length: 4 }, (_, i) => `INC-${i}`);
const TICKS = 9;
const TICK_MS = 600_000;
const START = Date.UTC(2026, 10, 24);
const POINTS = 200;

/** What each incident is like at each tick: opened, worse, flapping, bulk failures, acknowledged, resolved, reopened. */
function historyOf(seed: number): readonly (IncidentMessage | undefined)[][] {
  const random = new Random(seed);
  return INCIDENTS.map((incident, index) =>
    Array.from({ length: TICKS }, (_, tick) => {
      // Half of them fail together at the third tick.
      if (tick < (index % 2 === 0 ? 2 : random.integer(4))) return undefined;
      const isOver = tick >= TICKS - 1 || (tick > 6 && random.integer(4) === 0);
      const knownAt = START + tick * TICK_MS;
      return incidentMessage({
        ...EXAMPLE_FACTS,
        incident,
        knownAt,
        severity: random.integer(3) === 0 ? 'critical' : 'warning',
        title: `failing ${random.integer(3)}`,
        phase: isOver ? 'resolved' : random.integer(5) === 0 ? 'acknowledged' : 'open',
        ...(isOver && { resolvedAt: knownAt }),
      });
    }),
  );
}

/** One world: what survives a kill, and the steps at which one can come. */
class World {
  readonly outbox = new MemoryOutbox();
  readonly queued = new Map<string, OutboxMessage>();
  readonly peers: ReadonlyMap<string, SimulatedPeer>;
  now = START;
  steps = 0;
  kills = 0;

  constructor(
    readonly history: readonly (IncidentMessage | undefined)[][],
    private readonly killAt: ReadonlySet<number>,
  ) {
    this.peers = new Map(RECEIVERS.map((receiver) => [receiver, new SimulatedPeer((name) => this.step(name))]));
  }

  /** Whether the process has been killed: then nothing that it would do is done, whoever catches what. */
  #isDead = false;

  step(name: string): void {
    if (this.#isDead) throw new Killed(name);
    this.steps += 1;
    if (!this.killAt.has(this.steps)) return;
    this.kills += 1;
    this.#isDead = true;
    throw new Killed(name);
  }

  /** Another process begins, after the leases of the killed one have ended. */
  restart(): void {
    this.#isDead = false;
    this.now += 130_000;
  }

  /** What the worker does at a tick: plans and queues in a transaction per incident, then sends. */
  async tick(tick: number): Promise<void> {
    for (const states of this.history) {
      const wanted = states[tick];
      if (wanted !== undefined) await this.#plan(wanted, tick);
    }
    await this.send();
  }

  async #plan(wanted: IncidentMessage, tick: number): Promise<void> {
    this.step('before the transaction');
    const committed: OutboxMessage[] = [];
    await this.outbox.transact(async (tx) => {
      for (const receiver of RECEIVERS) {
        const previous = (await this.outbox.last(tx, receiver, wanted.incident))?.content;
        const note = { kind: 'note', incident: wanted.incident, text: `tick ${tick}`, callsOut: false } as const;
        const { messages } = planMessages({
          id: `${wanted.incident}/${receiver}/${tick}`,
          receiver,
          abilities: this.peers.get(receiver)!.abilities,
          previous: previous as IncidentMessage | undefined,
          wanted,
          note,
          now: this.now,
        });
        await this.outbox.enqueue(tx, messages);
        this.step('within the transaction');
        committed.push(...messages);
      }
    });
    for (const message of committed) this.queued.set(message.id, message);
    this.step('after the transaction');
  }

  async send(): Promise<void> {
    const clock = { now: () => this.now };
    const watched = {
      claim: async (request: Parameters<MemoryOutbox['claim']>[0]) => {
        this.step('before the claim');
        const claims = await this.outbox.claim(request);
        this.step('after the claim');
        return claims;
      },
      settle: async (...[claim, verdict, now]: Parameters<MemoryOutbox['settle']>) => {
        this.step('before it is written down');
        await this.outbox.settle(claim, verdict, now);
        this.step('after it is written down');
      },
    };
    const channelOf = (receiver: string) => this.peers.get(receiver);
    while ((await dispatch(oneByOne(watched), channelOf, {}, { clock })).claimed > 0);
  }
}

/** Claims one message at a time, so that steps have one order. */
function oneByOne<T extends { claim(request: Parameters<MemoryOutbox['claim']>[0]): Promise<readonly Claim[]> }>(
  store: T,
): T {
  return { ...store, claim: (request) => store.claim({ ...request, limit: 1 }) };
}

/** Runs a history to its end; after a kill another process does the tick again. */
async function run(history: World['history'], killAt: ReadonlySet<number> = new Set()): Promise<World> {
  const world = new World(history, killAt);
  for (let tick = 0; tick < TICKS; tick += 1) {
    world.now = Math.max(world.now, START + tick * TICK_MS);
    for (;;) {
      try {
        await world.tick(tick);
        break;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        world.restart();
      }
    }
  }
  return world;
}

/** Every promise that an outbox makes to people. */
async function assertPromises(world: World): Promise<void> {
  const entries = await world.outbox.list({});
  const states = new Map(entries.map(({ message, state }) => [message.id, state]));
  for (const [receiver, peer] of world.peers) {
    const takenIds = new Set(peer.taken.map(({ id }) => id));
    const own = [...world.queued.values()].filter((message) => message.receiver === receiver);
    // None lost: everything is with the peer, unless a newer message has said it.
    const lost = own.filter(({ id }) => !takenIds.has(id) && states.get(id) !== 'replaced');
    expect(lost).toEqual([]);
    // Repeats only under the same id and with the same content, at most one for each kill.
    const contentOf = (id: string) => JSON.stringify(world.queued.get(id)!.content);
    expect(peer.taken.filter(({ id, content }) => JSON.stringify(content) !== contentOf(id))).toEqual([]);
    expect(peer.taken.length - takenIds.size).toBeLessThanOrEqual(world.kills);
    for (const [index, incident] of INCIDENTS.entries()) {
      assertOneMessage(world, peer, incident, world.history[index]!.at(-1)!);
    }
  }
  expect(entries.filter(({ state }) => state === 'waiting' || state === 'dead')).toEqual([]);
}

function assertOneMessage(world: World, peer: SimulatedPeer, incident: string, end: IncidentMessage): void {
  const messages = peer.messages.filter(({ content }) => content.kind === 'incident' && content.incident === incident);
  // One message for incident and channel, and it says how the incident ended.
  expect(messages).toHaveLength(1);
  expect(messages[0]!.content).toMatchObject({ phase: end.phase });
  const firsts = [...new Map(peer.taken.map((one) => [one.id, one])).values()].filter(
    ({ subject }) => subject === incident,
  );
  const order = [...world.queued.keys()].filter((id) => firsts.some((first) => first.id === id));
  expect(firsts.map(({ id }) => id)).toEqual(order);
  // Between two ends somebody has opened it again: each end is told under one id.
  const phases = firsts.flatMap(({ content }) => (content.kind === 'incident' ? [content.phase] : []));
  expect(phases.filter((phase, i) => phase === 'resolved' && phases[i - 1] === 'resolved')).toEqual([]);
}

describe('an outbox whose process is killed', () => {
  it(`at any of ${POINTS} points loses nothing, repeats only under the same id, and ends an incident once`, async () => {
    const history = historyOf(1);
    const whole = await run(history);
    await assertPromises(whole);
    expect(whole.steps).toBeGreaterThan(2 * POINTS);
    for (let point = 0; point < POINTS; point += 1) {
      const killAt = 1 + Math.floor((point * whole.steps) / POINTS);
      const world = await run(history, new Set([killAt]));
      expect(world.kills).toBe(1);
      await assertPromises(world);
    }
  });

  it('again and again within one history keeps the same promises', async () => {
    for (const seed of [2, 3, 4]) {
      const random = new Random(seed);
      const killAt = new Set(Array.from({ length: 60 }, () => 1 + random.integer(450)));
      const world = await run(historyOf(seed), killAt);
      expect(world.kills).toBeGreaterThan(20);
      await assertPromises(world);
    }
  });
});
