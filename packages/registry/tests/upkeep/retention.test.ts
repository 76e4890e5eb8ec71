import { MemoryStore } from '@dqs/core';

import { Registry } from '../../src/index.js';
import { uploadTime } from '../../src/versions/register.js';
import { DAY, factsOf, filesOf, newRegistry, promoteTo, registryWith, START, TestClock } from '../support/fixtures.js';

const by = 'ann';

describe('retention', () => {
  it('keeps the last versions, what aliases need, and their ancestors', async () => {
    const { registry } = await registryWith([1, 2, 3, 4, 5, 6]);
    await promoteTo(registry, '1.0.1');
    await promoteTo(registry, '1.0.3');
    const { keep, remove } = await registry.retire('orders', { by, keepLast: 1, dryRun: true });
    expect(keep).toEqual([
      { version: '1.0.0', because: 'an ancestor of 1.0.3' },
      { version: '1.0.1', because: 'production would go back to it' },
      { version: '1.0.2', because: 'an ancestor of 1.0.3' },
      { version: '1.0.3', because: 'production points at it' },
      { version: '1.0.5', because: 'one of the last 1' },
    ]);
    expect(remove).toEqual(['1.0.4']);
  });

  it('changes nothing as a dry run; applied it deletes the files, and the numbers stay taken', async () => {
    const { registry, store } = await registryWith([1, 2, 3]);
    const before = await store.list('');
    await registry.retire('orders', { by, keepLast: 1, dryRun: true });
    expect(await store.list('')).toEqual(before);
    await registry.retire('orders', { by, keepLast: 1 });
    expect(await store.list('files/')).toHaveLength(2);
    await expect(registry.load('orders@1.0.0')).rejects.toMatchObject({
      code: 'version-unknown',
      message: expect.stringContaining('retired'),
    });
    const { body } = await registry.register('orders', { files: filesOf(), facts: factsOf(), by });
    expect(body.version).toBe('1.0.3');
    expect((await registry.history('orders')).map(({ body: { kind } }) => kind)).toContain('removed');
    expect((await registry.verify('orders')).problems).toEqual([]);
  });

  it('has nothing to do the second time', async () => {
    const { registry } = await registryWith([1, 2, 3]);
    await registry.retire('orders', { by, keepLast: 1 });
    const { entries } = await registry.state('orders');
    expect(await registry.retire('orders', { by, keepLast: 1 })).toMatchObject({ remove: [], uploads: [] });
    expect((await registry.state('orders')).entries).toBe(entries);
  });

  it('removes old uploads that never became a version, and leaves recent ones alone', async () => {
    const { registry, store, clock } = await registryWith([1]);
    await leaveUpload(store as MemoryStore);
    expect(await registry.retire('orders', { by })).toMatchObject({ uploads: [] });
    clock.time = START + 2 * DAY;
    const { uploads } = await registry.retire('orders', { by });
    expect(uploads).toHaveLength(1);
    expect(await store.list(`files/orders/${uploads[0]!}`)).toEqual([]);
    expect((await registry.load('orders@1.0.0')).files.size).toBe(2);
  });

  it('finishes a killed run: the journal has the entry, the files still exist', async () => {
    const { registry, store } = await registryWith([1, 2]);
    const kept = await (store as MemoryStore).list('files/');
    const contents = await Promise.all(kept.map((key) => store.get(key)));
    await registry.retire('orders', { by, keepLast: 1 });
    for (const { key, content } of contents) await store.put(key, content);
    await registry.retire('orders', { by, keepLast: 1 });
    expect(await store.list('files/')).toHaveLength(2);
  });

  it('that removes an upload in progress makes the registration upload again', async () => {
    const store = new MemoryStore();
    const { registry: keeper, clock } = newRegistry(store);
    await keeper.register('orders', { files: filesOf('first'), facts: factsOf(), by });
    clock.time = START + 2 * DAY;
    const slow = new Registry(
      interrupting(store, () => keeper.retire('orders', { by })),
      { clock: new TestClock() },
    );
    const { body } = await slow.register('orders', { files: filesOf('slow'), facts: factsOf(), by });
    const { files } = await keeper.load(`orders@${body.version}`);
    expect(Buffer.from(files.get('model.txt')!).toString()).toBe('slow');
    expect((await keeper.verify('orders')).problems).toEqual([]);
  });

  it('keeps at least one version', async () => {
    const { registry } = await registryWith([1]);
    for (const keepLast of [0, -1, 1.5]) {
      await expect(registry.retire('orders', { by, keepLast })).rejects.toMatchObject({ code: 'invalid-argument' });
    }
  });
});

describe('the name of an upload', () => {
  it('gives the time it began; a foreign name gives none', () => {
    expect(uploadTime('20260301T080000123Z-0123456789ab')).toBe(START + 123);
    expect(uploadTime('my-files')).toBeNaN();
  });
});

/** Writes an upload whose registration is killed before its journal entry. */
async function leaveUpload(store: MemoryStore): Promise<void> {
  const dying = Object.assign(Object.create(store) as MemoryStore, {
    get: (key: string) => store.get(key),
    head: (key: string) => store.head(key),
    list: (prefix: string) => store.list(prefix),
    delete: (key: string) => store.delete(key),
    put: async (...args: Parameters<MemoryStore['put']>) => {
      if (args[0].startsWith('journals/')) throw new Error('killed');
      return store.put(...args);
    },
  });
  const registry = new Registry(dying, { clock: new TestClock() });
  await expect(registry.register('orders', { files: filesOf(), facts: factsOf(), by })).rejects.toThrow('killed');
}

/** A store that runs a function once, after files were written and before the first journal entry. */
function interrupting(store: MemoryStore, work: () => Promise<unknown>): MemoryStore {
  let isDone = false;
  return Object.assign(Object.create(store) as MemoryStore, {
    head: (key: string) => store.head(key),
    list: (prefix: string) => store.list(prefix),
    delete: (key: string) => store.delete(key),
    put: (...args: Parameters<MemoryStore['put']>) => store.put(...args),
    get: async (key: string) => {
      if (!isDone && key.startsWith('journals/')) {
        isDone = true;
        await work();
      }
      return store.get(key);
    },
  });
}
