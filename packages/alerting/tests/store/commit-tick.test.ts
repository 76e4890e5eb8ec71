import { DqsError } from '@dqs/core';

import { actInStore, commitTick, decideTick, MemoryAlertingStore, type SendContents } from '../../src/index.js';
import { brokenPromises, playAlerting, PlayService } from '../../src/testing/index.js';
import { PLAY_POLICY, PLAY_TICKS } from '../../src/testing/alerting-play.js';
import { NAME } from '../../src/testing/alerting-store-case.js';
import { EXAMPLE_DIGEST, EXAMPLE_MESSAGE } from '../../src/testing/channel-messages.js';

const CONTENTS: SendContents = {
  incident: (_send, { id, state }) => ({ message: { ...EXAMPLE_MESSAGE, incident: id, phase: state } }),
  digest: () => EXAMPLE_DIGEST,
};

/** Decides a tick of the play and stores it. */
async function tick(store: MemoryAlertingStore, day: number) {
  const [before, facts] = [await store.load(NAME), PLAY_TICKS[day]!];
  const decision = decideTick(PLAY_POLICY, before.state, facts);
  return commitTick(store, { name: NAME, before, policy: PLAY_POLICY, facts, decision, contents: CONTENTS });
}

describe('a tick that is stored', () => {
  it('leaves its decision, its record and its messages', async () => {
    const store = new MemoryAlertingStore();
    const { version, messages, unsaid } = await tick(store, 0);
    const [step] = await store.steps(NAME);
    expect(step).toMatchObject({ version: 1, kind: 'tick', day: PLAY_TICKS[0]!.day, policy: PLAY_POLICY.digest });
    expect(step!.kind === 'tick' && step!.sends.map(({ id }) => id)).toEqual(messages.map(({ id }) => id));
    expect((await store.outboxOf(NAME).list({})).map(({ message }) => message)).toEqual(messages);
    expect([version, unsaid, messages.length]).toEqual([1, [], 1]);
    expect(await store.incidents(NAME)).toEqual((await store.load(NAME)).state.incidents);
  });

  it('of two at once the slower one leaves nothing, and decides the same again under the same ids', async () => {
    const store = new MemoryAlertingStore();
    const results = await Promise.allSettled([tick(store, 0), tick(store, 0)]);
    const [refused] = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(DqsError.is(refused) && refused.code).toBe('alerting-conflict');
    expect((await store.outboxOf(NAME).list({})).length).toBe(1);
    const other = new MemoryAlertingStore();
    expect((await tick(other, 0)).messages).toEqual(
      (await store.outboxOf(NAME).list({})).map(({ message }) => message),
    );
  });

  it('tells a reminder although nothing has changed', async () => {
    const store = new MemoryAlertingStore();
    const service = new PlayService();
    await playAlerting(store, service);
    const steps = await store.steps(NAME);
    const sends = steps.flatMap((step) => (step.kind === 'tick' ? step.sends : []));
    const [reminder] = sends.filter(({ kind }) => kind === 'reminder');
    expect(service.taken.map(({ id }) => id)).toContain(reminder!.id);
    expect(await brokenPromises(store, service, 0)).toEqual([]);
  });

  it('edits one message for incident and channel, and ends it once', async () => {
    const [store, service] = [new MemoryAlertingStore(), new PlayService()];
    await playAlerting(store, service);
    const chat = (await store.outboxOf(NAME).list({ receiver: 'chat' })).map(({ message }) => message);
    const incidents = await store.incidents(NAME);
    expect(incidents.length).toBeGreaterThan(2);
    for (const { id } of incidents) {
      const own = service.taken.filter(({ content }) => content.kind === 'incident' && content.incident === id);
      const chats = own.filter((one) => chat.some((message) => message.id === one.id));
      expect(new Set(chats.slice(1).map(({ handle }) => handle))).toEqual(new Set([`handle of ${chats[0]!.id}`]));
      const phases = chats.map(({ content }) => content.kind === 'incident' && content.phase);
      expect(phases.filter((phase, i) => phase === 'resolved' && phases[i - 1] === 'resolved')).toEqual([]);
      expect(phases.at(-1)).toBe('resolved');
    }
  });
});

describe('an act in the store', () => {
  const acknowledge = (incident: string) => ({
    name: NAME,
    policy: PLAY_POLICY,
    act: { kind: 'acknowledge', at: PLAY_TICKS[0]!.at + 1, by: 'ann', incident } as const,
  });

  it('changes the incident, is on record, and is told with the next tick', async () => {
    const store = new MemoryAlertingStore();
    await tick(store, 0);
    const [incident] = await store.incidents(NAME);
    const [changed] = await actInStore(store, acknowledge(incident!.id));
    expect(changed).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'ann' });
    expect(await store.incident(NAME, incident!.id)).toEqual(changed);
    const [, step] = await store.steps(NAME);
    expect(step).toMatchObject({ version: 2, kind: 'act', incidents: [incident!.id], act: { by: 'ann' } });
    const { messages } = await tick(store, 1);
    expect(messages.length).toBeGreaterThan(0);
  });

  it('is done on what a tick that was faster has left', async () => {
    const store = new OvertakenStore();
    for (const day of [0, 1]) await tick(store, day);
    const [incident] = await store.incidents(NAME, { states: ['open'] });
    store.overtakeWith(() => tick(store, 2));
    await actInStore(store, acknowledge(incident!.id));
    expect((await store.steps(NAME)).map(({ kind }) => kind)).toEqual(['tick', 'tick', 'tick', 'act']);
    expect((await store.incident(NAME, incident!.id))?.acknowledgedBy).toBe('ann');
  });

  it('on an incident that is not there changes nothing', async () => {
    const store = new MemoryAlertingStore();
    await tick(store, 0);
    await expect(actInStore(store, acknowledge('inc-none'))).rejects.toMatchObject({ code: 'incident-invalid' });
    expect((await store.load(NAME)).version).toBe(1);
  });
});

/** A store in which somebody else is faster after it was read once. */
class OvertakenStore extends MemoryAlertingStore {
  #faster: (() => Promise<unknown>) | undefined;

  overtakeWith(faster: () => Promise<unknown>): void {
    this.#faster = faster;
  }

  override async load(name: string) {
    const [kept, faster] = [await super.load(name), this.#faster];
    this.#faster = undefined;
    await faster?.();
    return kept;
  }
}
