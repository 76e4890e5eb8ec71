import type { ArtifactStore } from '@dqs/core';
import fc from 'fast-check';

import { Registry } from '../../src/index.js';
import { KEYS } from '../../src/layout.js';
import { contentsOf, factsOf, filesOf, gatesSaying, promoteTo, registryWith, storeOf } from '../support/fixtures.js';

/** A place in an artifact as a share of its length. */
const somewhere = fc.nat({ max: 9999 }).map((place) => place / 10_000);

/** A registry with every kind of entry, a snapshot and entries after it. */
async function eventful() {
  const made = await registryWith([2.5, 2.4, 2.3]);
  const { registry } = made;
  await promoteTo(registry, '1.0.0');
  await promoteTo(registry, '1.0.1');
  await registry.promote('orders', { selector: 'latest', alias: 'production', by: 'eve', gates: gatesSaying(false) });
  await registry.rollback('orders', { alias: 'production', by: 'bob', reason: 'alerts' });
  for (let i = 0; i < 60; i += 1) await registry.tag('orders@latest', { tags: { round: `${i}` }, by: 'ann' });
  await registry.register('orders', { files: filesOf('tree 9'), facts: factsOf(), by: 'ann' });
  return made;
}

let contents: ReadonlyMap<string, Uint8Array>;
beforeAll(async () => {
  contents = await contentsOf((await eventful()).store);
});

describe('verify', () => {
  it('finds nothing wrong with a registry that has every kind of entry', async () => {
    const report = await new Registry(await storeOf(contents)).verify('orders');
    expect(report).toMatchObject({ model: 'orders', entries: 68, versions: 4, files: 8, problems: [] });
    expect(report.head).toMatch(/^[0-9a-f]{64}$/);
  });

  it('finds and names the artifact with one flipped bit, wherever it is', async () => {
    const keys = [...contents.keys()];
    expect(keys).toContain(KEYS.snapshot('orders'));
    const place = fc.tuple(fc.nat({ max: keys.length - 1 }), somewhere, fc.nat({ max: 7 }));
    await fc.assert(
      fc.asyncProperty(place, async ([which, where, bit]) => {
        const key = keys[which]!;
        const store = await storeOf(contents);
        await store.put(key, flipped(contents.get(key)!, where, bit));
        const { problems } = await new Registry(store).verify('orders');
        expect(problems.map((problem) => problem.key)).toContain(key);
      }),
      { numRuns: 40 },
    );
  });

  it('finds and names each artifact that is missing', async () => {
    for (const key of contents.keys()) {
      // Without a snapshot the journal alone is enough, and the end of a journal is known only from a snapshot.
      if (key === KEYS.snapshot('orders') || key === KEYS.entry('orders', 68)) continue;
      const store = await storeOf(contents);
      await store.delete(key);
      const { problems } =
        key === KEYS.model('orders') ? await verifyUnlisted(store) : await new Registry(store).verify('orders');
      expect(problems.map((problem) => problem.key)).toContain(key);
    }
  });

  it('finds a history that was rewritten with valid seals', async () => {
    const forged = await contentsOf((await eventful()).store);
    const store = await storeOf(contents);
    await store.put(KEYS.entry('orders', 5), forged.get(KEYS.entry('orders', 5))!);
    const { problems } = await new Registry(store).verify('orders');
    expect(problems[0]).toMatchObject({
      key: KEYS.entry('orders', 5),
      problem: expect.stringContaining('does not follow'),
    });
  });

  it('finds an entry swapped with another, and one of another model', async () => {
    const store = await storeOf(contents);
    await store.put(KEYS.entry('orders', 5), contents.get(KEYS.entry('orders', 6))!);
    const { problems } = await new Registry(store).verify('orders');
    expect(problems[0]).toMatchObject({
      key: KEYS.entry('orders', 5),
      problem: expect.stringContaining('belongs elsewhere'),
    });
  });

  it('finds a snapshot that is intact but wrong', async () => {
    const store = await storeOf(contents);
    const other = (await eventful()).store;
    await store.put(KEYS.snapshot('orders'), (await other.get(KEYS.snapshot('orders'))).content);
    const { problems } = await new Registry(store).verify('orders').catch(() => ({ problems: [] }));
    expect(problems).toEqual([{ key: KEYS.snapshot('orders'), problem: expect.stringContaining('delete it') }]);
  });

  it('finds a cut end and a rewritten history by a remembered head, and accepts a history that only grew', async () => {
    const { registry, store } = await eventful();
    const { head } = await registry.verify('orders');
    expect(head).toBe((await registry.state('orders')).head);
    await registry.tag('orders@latest', { tags: { later: 'yes' }, by: 'ann' });
    for (const expectHead of [head, head.slice(0, 16)]) {
      expect((await registry.verify('orders', { expectHead })).problems).toEqual([]);
    }
    for (const number of [68, 69]) await store.delete(KEYS.entry('orders', number));
    await store.delete(KEYS.snapshot('orders'));
    const cut = new Registry(store);
    expect((await cut.verify('orders')).problems).toEqual([]);
    const missing = { key: KEYS.entry('orders', 67), problem: expect.stringContaining('cut off or rewritten') };
    expect((await cut.verify('orders', { expectHead: head })).problems).toEqual([missing]);
    const other = (await eventful()).registry;
    expect((await other.verify('orders', { expectHead: head })).problems).toHaveLength(1);
    for (const odd of ['', 'abc', 'x'.repeat(64), head.toUpperCase()]) {
      await expect(cut.verify('orders', { expectHead: odd })).rejects.toMatchObject({ code: 'invalid-argument' });
    }
  });

  it('reports progress and stops when aborted', async () => {
    const stages: string[] = [];
    const registry = new Registry(await storeOf(contents));
    await registry.verify('orders', {}, { onProgress: ({ stage }) => stages.push(stage) });
    expect(stages).toContain('verify');
    await expect(registry.verify('orders', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});

describe('load', () => {
  it('finds and names the artifact with one flipped bit in anything it reads', async () => {
    // Without a snapshot all entries are read; of the files those of the version.
    const version = 'orders@1.0.1';
    const { entry } = await new Registry(await storeOf(contents)).load(version);
    const read = [...contents.keys()].filter(
      (key) => key.startsWith('journals/') || key.startsWith(KEYS.upload('orders', entry.body.upload)),
    );
    const place = fc.tuple(fc.constantFrom(...read), somewhere, fc.nat({ max: 7 }));
    await fc.assert(
      fc.asyncProperty(place, async ([key, where, bit]) => {
        const store = await storeOf(contents);
        await store.delete(KEYS.snapshot('orders'));
        await store.put(key, flipped(contents.get(key)!, where, bit));
        await expect(new Registry(store).load(version)).rejects.toMatchObject({
          code: 'registry-corrupt',
          details: { key },
          message: expect.stringContaining(key),
        });
      }),
      { numRuns: 40 },
    );
  });

  it('finds and names a snapshot with one flipped bit', async () => {
    const key = KEYS.snapshot('orders');
    for (const where of [0, 0.3, 0.6, 0.9999]) {
      const store = await storeOf(contents);
      await store.put(key, flipped(contents.get(key)!, where, 3));
      await expect(new Registry(store).load('orders@latest')).rejects.toMatchObject({ details: { key } });
    }
  });

  it('names a file that is missing', async () => {
    const store = await storeOf(contents);
    const { body } = await new Registry(store).show('orders@1.0.0');
    const key = KEYS.file('orders', body.upload, 'model.txt');
    await store.delete(key);
    await expect(new Registry(store).load('orders@1.0.0')).rejects.toMatchObject({
      code: 'registry-corrupt',
      details: { key },
    });
  });
});

function flipped(bytes: Uint8Array, where: number, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[Math.floor(where * copy.length)]! ^= 1 << bit;
  return copy;
}

async function verifyUnlisted(store: ArtifactStore) {
  const { verifyModel } = await import('../../src/upkeep/verify.js');
  return verifyModel(store, { name: 'orders', place: 'orders' });
}
