import { MemoryStore } from '@dqs/core';

import { RetrainingRecord, type RetrainingEvent } from '../../src/retrain/index.js';
import { DAY, factsOf, GATES, HOUR, NOW, policyOf } from '../support/retraining.js';

const policy = policyOf(`triggers: { schedule: { every: 28d } }\nlimits: { lease: 2h }\n${GATES}`);
const clock = { now: () => NOW };
const open = (store: MemoryStore) => new RetrainingRecord(store, 'orders', 'production', clock);

const judged = (job: string): RetrainingEvent => ({
  ...{ kind: 'judged', job, challenger: '1.1.0', verdict: 'accept', checks: [], next: 'approval' },
});

describe('RetrainingRecord', () => {
  it('makes one job of ten triggers at once, and tells the others that it is under way', async () => {
    const store = new MemoryStore();
    const decisions = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        open(store).decide(policy, factsOf({ manual: { by: `p${i}`, reason: 'now' } })),
      ),
    );
    expect(decisions.filter(({ start }) => start)).toHaveLength(1);
    expect(new Set(decisions.map(({ job }) => job)).size).toBe(1);
    expect(await open(store).state()).toMatchObject({ starts: 1, run: { phase: 'training' } });
  });

  it('keeps every no with its reasons and the next allowed time', async () => {
    const record = open(new MemoryStore());
    await record.act({ kind: 'pause', reason: 'audit' }, 'ann');
    await record.decide(policy, factsOf({ openIngestIncidents: ['INC-7'] }));
    const [pause, no] = await record.entries(10);
    expect(pause).toMatchObject({ by: 'ann', event: { kind: 'paused', reason: 'audit' } });
    expect(no!.event).toMatchObject({
      decision: { start: false, nextAllowedAt: null, blocks: [{ name: 'paused' }, { name: 'ingest-incident' }] },
    });
  });

  it('gives a dead job to the next one, and no longer listens to the first', async () => {
    const store = new MemoryStore();
    const [first, second] = [open(store), open(store)];
    await first.decide(policy, factsOf());
    const dead = (await first.state()).run!;
    expect((await second.decide(policy, factsOf({ now: NOW + HOUR }))).start).toBe(false);
    const again = await second.decide(policy, factsOf({ now: NOW + 2 * HOUR }));
    expect(again).toMatchObject({ start: true, job: dead.job });
    expect(await first.note(dead, judged(dead.job))).toBe(false);
    expect(await second.note((await second.state()).run!, judged(dead.job))).toBe(true);
    expect(await first.state()).toMatchObject({ starts: 1, run: { attempt: 2, phase: 'approval' } });
  });

  it('is read the same from its last saved state, hundreds of entries on', async () => {
    const store = new MemoryStore();
    const record = open(store);
    for (let i = 0; i < 70; i += 1) {
      await record.act({ kind: 'pause', reason: `${i}` }, 'ann');
      await record.act({ kind: 'resume' }, 'ann');
    }
    await record.decide(policy, factsOf({ now: NOW + DAY }));
    expect(await open(store).state()).toEqual(await record.state());
    expect((await open(store).entries(3)).map(({ number }) => number)).toEqual([139, 140, 141]);
  });

  it('names the artifact whose bytes were changed', async () => {
    const store = new MemoryStore();
    await open(store).act({ kind: 'hand-over' }, 'ann');
    const key = 'retraining/orders/production/entries/0000000001';
    const { content } = await store.get(key);
    await store.put(key, Buffer.from(Buffer.from(content).toString().replace('ann', 'eve')));
    await expect(open(store).state()).rejects.toMatchObject({ code: 'retraining-corrupt', details: { key } });
  });

  it('refuses an act that cannot be done, and writes nothing', async () => {
    const record = open(new MemoryStore());
    await expect(record.act({ kind: 'approve' }, 'ann')).rejects.toMatchObject({ code: 'retraining-invalid' });
    expect(await record.entries(10)).toEqual([]);
  });
});
