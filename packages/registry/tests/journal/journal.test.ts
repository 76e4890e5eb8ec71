import { DqsError, MemoryStore, type ArtifactStore } from '@dqs/core';

import { Registry } from '../../src/index.js';
import { KEYS } from '../../src/layout.js';
import { contentsOf, factsOf, filesOf, gatesSaying, promoteTo, registryWith, storeOf } from '../support/fixtures.js';

/** A store whose puts a test observes before and after they happen; everything else is unchanged. */
function watched(
  store: ArtifactStore,
  watch: { before?: (key: string) => void; after?: (key: string) => void },
): ArtifactStore {
  return {
    get: (key) => store.get(key),
    head: (key) => store.head(key),
    list: (prefix) => store.list(prefix),
    delete: (key) => store.delete(key),
    put: async (key, content, condition) => {
      watch.before?.(key);
      const head = await store.put(key, content, condition);
      watch.after?.(key);
      return head;
    },
  };
}

const registerOne = (registry: Registry, content = 'tree') =>
  registry.register('orders', { files: filesOf(content), facts: factsOf(), by: 'ann' });

describe('a journal', () => {
  it('takes entries of many concurrent writers, loses none and stays one chain', async () => {
    const { store, registry } = await registryWith([2.5]);
    const writers = Array.from({ length: 20 }, () => new Registry(store));
    await Promise.all(writers.map((writer, i) => registerOne(writer, `tree ${i}`)));
    const { versions, entries } = await registry.state('orders');
    expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 21 }, (_, i) => `1.0.${i}`));
    expect(entries).toBe(21);
    expect((await registry.verify('orders')).problems).toEqual([]);
  });

  it('takes entries of many concurrent calls on one object', async () => {
    const { registry } = await registryWith([2.5]);
    await Promise.all(Array.from({ length: 20 }, (_, i) => registerOne(registry, `tree ${i}`)));
    expect((await registry.state('orders')).versions).toHaveLength(21);
    expect((await registry.verify('orders')).problems).toEqual([]);
  });

  it('is read from its snapshot and the entries after it', async () => {
    const { store, registry } = await registryWith(Array.from({ length: 70 }, () => 2.5));
    const read: string[] = [];
    const get = (key: string) => {
      read.push(key);
      return store.get(key);
    };
    const other = new Registry({ ...watched(store, {}), get });
    expect(await other.state('orders')).toEqual(await registry.state('orders'));
    const numbers = read.filter((key) => key.startsWith('journals/')).map((key) => Number(key.split('/').at(-1)));
    expect(Math.min(...numbers)).toBe(65);
    expect(read.length).toBeLessThan(20);
  });

  it('is the same with and without a snapshot', async () => {
    const { store, registry } = await registryWith(Array.from({ length: 65 }, (_, i) => (i % 3 === 0 ? null : i)));
    await promoteTo(registry, '1.0.3');
    await registry.tag('orders@1.0.4', { tags: { owner: 'ann' }, by: 'ann' });
    await registry.retire('orders', { by: 'ann', keepLast: 50 });
    for (let i = 0; i < 64; i += 1) await registry.tag('orders@latest', { tags: { round: `${i}` }, by: 'ann' });
    const withSnapshot = await new Registry(store).state('orders');
    await store.delete(KEYS.snapshot('orders'));
    expect(await new Registry(store).state('orders')).toEqual(withSnapshot);
    expect(withSnapshot).toEqual(await registry.state('orders'));
  });

  it("recognises its own entry if the store's answer was lost", async () => {
    const { store, registry } = await registryWith([2.5]);
    let isLost = false;
    const after = (key: string) => {
      if (isLost || !key.startsWith('journals/')) return;
      isLost = true;
      throw new DqsError('artifact-conflict', 'the answer was lost and the put repeated');
    };
    const entry = await registerOne(new Registry(watched(store, { after })));
    expect(entry.body.version).toBe('1.0.1');
    expect((await registry.state('orders')).versions).toHaveLength(2);
  });

  it('is written even if its snapshot cannot be', async () => {
    const { store } = await registryWith(Array.from({ length: 63 }, () => 2.5));
    const before = (key: string) => {
      if (key.startsWith('snapshots/')) throw new Error('disk full');
    };
    expect((await registerOne(new Registry(watched(store, { before })))).body.version).toBe('1.0.63');
  });

  it('does not exist for a model whose first version was never written', async () => {
    const store = new MemoryStore();
    const before = (key: string) => {
      if (key.startsWith('journals/')) throw new Error('killed');
    };
    const registry = new Registry(watched(store, { before }));
    await expect(registerOne(registry)).rejects.toThrow('killed');
    await expect(registry.state('orders')).rejects.toMatchObject({ code: 'version-unknown' });
    expect((await registerOne(new Registry(store))).body.version).toBe('1.0.0');
  });
});

describe('killed before or after any put, an operation is either done or not, and the registry is whole', () => {
  const operations: Readonly<Record<string, (registry: Registry) => Promise<unknown>>> = {
    register: (registry) => registerOne(registry, 'new'),
    promote: (registry) =>
      registry.promote('orders', { selector: 'latest', alias: 'production', by: 'ann', gates: gatesSaying(true) }),
    rollback: (registry) => registry.rollback('orders', { alias: 'production', by: 'ann', reason: 'alerts' }),
    retire: (registry) => registry.retire('orders', { by: 'ann', keepLast: 1 }),
  };

  /** 64 entries and no snapshot, so that the next entry brings one. */
  let contents: ReadonlyMap<string, Uint8Array>;
  beforeAll(async () => {
    const { store, registry } = await registryWith(Array.from({ length: 62 }, () => 2.5));
    await promoteTo(registry, '1.0.0');
    await promoteTo(registry, '1.0.1');
    await store.delete(KEYS.snapshot('orders'));
    contents = await contentsOf(store);
  });
  const prepared = () => storeOf(contents);

  it.each(Object.keys(operations))('%s', async (name) => {
    const summary = async (store: ArtifactStore) => {
      const { versions, aliases } = await new Registry(store).state('orders');
      return JSON.stringify([versions.filter(({ isRemoved }) => !isRemoved).length, aliases['production']?.version]);
    };
    const undone = await summary(await prepared());
    const finished = await prepared();
    let puts = 0;
    await operations[name]!(new Registry(watched(finished, { before: () => (puts += 1) })));
    const done = await summary(finished);
    expect(done).not.toBe(undone);
    expect(puts).toBeGreaterThan(0);
    for (let step = 1; step <= puts; step += 1) {
      for (const when of ['before', 'after'] as const) {
        const store = await prepared();
        let count = 0;
        const die = () => {
          count += 1;
          if (count >= step) throw new Error('killed');
        };
        await operations[name]!(new Registry(watched(store, { [when]: die }))).catch(() => undefined);
        expect([undone, done]).toContain(await summary(store));
        expect((await new Registry(store).verify('orders')).problems).toEqual([]);
      }
    }
  });
});
