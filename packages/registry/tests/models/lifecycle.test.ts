import type { ArtifactStore, DqsError } from '@dqs/core';

import { Registry } from '../../src/index.js';
import { contentsOf, factsOf, filesOf, newRegistry, promoteTo, registryWith, storeOf } from '../support/fixtures.js';
import { newStore, removeStores, STORES } from '../support/stores.js';

const why = { by: 'bob', reason: 'no longer needed' };
const registerOne = (registry: Registry, model = 'orders', content = 'more') =>
  registry.register(model, { files: filesOf(content), facts: factsOf(), by: 'ann' });
const kindsOf = async (registry: Registry, model: string) =>
  (await registry.history(model)).map(({ body }) => body.kind);

afterEach(removeStores);

describe.each(STORES)('in %s, deleting', (kind) => {
  const made = (errors: readonly number[]) => registryWith(errors, newStore(kind));

  it('an alias makes it point nowhere and keeps its history, and it can be created again', async () => {
    const { registry } = await made([1, 2]);
    await promoteTo(registry, '1.0.0');
    await promoteTo(registry, '1.0.1');
    const entry = await registry.deleteAlias('orders', { alias: 'production', ...why });
    expect(entry).toMatchObject({ by: 'bob', body: { kind: 'alias-deleted', from: '1.0.1', reason: why.reason } });
    await expect(registry.resolve('orders@production')).rejects.toMatchObject({ code: 'version-unknown' });
    expect(await registry.aliasHistory('orders', 'production')).toHaveLength(3);
    expect(await registry.at('orders', Date.now())).toEqual([]);
    await promoteTo(registry, '1.0.0');
    // Versions from before the deletion are not targets of a rollback.
    const back = registry.rollback('orders', { alias: 'production', ...why });
    await expect(back).rejects.toMatchObject({ code: 'version-unknown' });
    expect((await registry.verify('orders')).problems).toEqual([]);
  });

  it('a version keeps its entry and its number, and its files until gc', async () => {
    const { registry, store } = await made([1, 2, 3]);
    await registry.deleteVersion('orders', { version: '1.0.2', ...why });
    expect((await registry.resolve('orders@latest')).version).toBe('1.0.1');
    await expect(registry.load('orders@1.0.2')).rejects.toMatchObject({ message: expect.stringContaining('retired') });
    expect(await store.list('files/')).toHaveLength(6);
    expect((await registerOne(registry)).body.version).toBe('1.0.3');
    expect(await kindsOf(registry, 'orders')).toEqual([
      'registered',
      'registered',
      'registered',
      'removed',
      'registered',
    ]);
    await registry.retire('orders', { by: 'ann' });
    expect(await store.list('files/')).toHaveLength(6);
    expect((await registry.verify('orders')).problems).toEqual([]);
  });

  it('a version is refused while an alias points at it, for anything but its number, and without a reason', async () => {
    const { registry } = await made([1, 2]);
    await promoteTo(registry, '1.0.0');
    const attempt = (version: string, reason = why.reason) =>
      registry.deleteVersion('orders', { version, by: 'bob', reason });
    await expect(attempt('1.0.0')).rejects.toMatchObject({
      code: 'version-in-use',
      message: expect.stringContaining('alias production'),
    });
    for (const range of ['latest', '^1', 'production', '*']) {
      await expect(attempt(range)).rejects.toMatchObject({ code: 'invalid-argument' });
    }
    await expect(attempt('1.0.1', ' ')).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(attempt('7.0.0')).rejects.toMatchObject({ code: 'version-unknown' });
    await attempt('1.0.1');
    await expect(attempt('1.0.1')).rejects.toMatchObject({ code: 'version-unknown' });
  });

  it('a model hides it and its versions, keeps its journal, and leaves its files to gc', async () => {
    const { registry, store } = await made([1, 2]);
    await registerOne(registry, 'payments');
    await promoteTo(registry, '1.0.0');
    await expect(registry.deleteModel('orders', why)).rejects.toMatchObject({ code: 'version-in-use' });
    await registry.deleteAlias('orders', { alias: 'production', ...why });
    await registry.deleteModel('orders', why);
    expect(await registry.models()).toEqual(['payments']);
    const other = new Registry(store);
    await expect(other.state('orders')).rejects.toMatchObject({
      code: 'version-unknown',
      message: expect.stringContaining('was deleted'),
    });
    expect((await kindsOf(other, 'orders')).at(-1)).toBe('deleted');
    expect(await other.verify('orders')).toMatchObject({ versions: 0, problems: [] });
    expect(await store.list('files/orders/')).toHaveLength(4);
    const plans = await other.retireAll({ by: 'ann' });
    expect(plans.map(({ model }) => model)).toEqual(['orders', 'payments']);
    expect(await store.list('files/orders/')).toEqual([]);
    expect(await store.list('files/payments/')).toHaveLength(2);
  });

  it('a model keeps its numbers: the next version under its name continues them', async () => {
    const { registry } = await made([1, 2]);
    await registry.deleteModel('orders', why);
    expect((await registerOne(registry)).body.version).toBe('1.0.2');
    expect(await registry.models()).toEqual(['orders']);
    expect((await registry.state('orders')).deleted).toBeNull();
    await expect(registry.load('orders@1.0.0')).rejects.toMatchObject({ code: 'version-unknown' });
    expect((await registry.verify('orders')).problems).toEqual([]);
  });
});

describe.each(STORES)('in %s, renaming', (kind) => {
  const made = (errors: readonly number[]) => registryWith(errors, newStore(kind));

  it('keeps versions, aliases and history, and the old name says where the model went', async () => {
    const { registry, store } = await made([1, 2]);
    await promoteTo(registry, '1.0.0');
    const entry = await registry.rename('orders', { to: 'orders-eu', ...why });
    expect(entry).toMatchObject({ model: 'orders-eu', body: { kind: 'renamed', from: 'orders', to: 'orders-eu' } });
    const other = new Registry(store);
    expect(await other.models()).toEqual(['orders-eu']);
    const { entry: loaded, files } = await other.load('orders-eu@production');
    expect(loaded).toMatchObject({ model: 'orders-eu', body: { version: '1.0.0' } });
    expect(files.size).toBe(2);
    for (const asked of [registry, other]) {
      await expect(asked.state('orders')).rejects.toMatchObject({
        code: 'version-unknown',
        message: expect.stringContaining('renamed to orders-eu'),
      });
    }
    expect((await registerOne(other, 'orders-eu')).body.version).toBe('1.0.2');
    await other.rename('orders-eu', { to: 'orders-us', ...why });
    await expect(other.state('orders-eu')).rejects.toMatchObject({ message: expect.stringContaining('orders-us') });
    expect(await other.verify('orders-us')).toMatchObject({ model: 'orders-us', versions: 3, problems: [] });
    await other.rename('orders-us', { to: 'orders', ...why });
    expect(await new Registry(store).models()).toEqual(['orders']);
    expect(await new Registry(store).verify('orders')).toMatchObject({ versions: 3, problems: [] });
  });

  it('is refused to a name that another model has or had, and leaves both as they were', async () => {
    const { registry } = await made([1]);
    await registerOne(registry, 'payments');
    await registerOne(registry, 'refunds');
    await registry.deleteModel('refunds', why);
    await registry.rename('payments', { to: 'paid', ...why });
    for (const to of ['paid', 'payments', 'refunds']) {
      await expect(registry.rename('orders', { to, ...why })).rejects.toMatchObject({ code: 'model-exists' });
    }
    await expect(registry.rename('orders', { to: 'orders', ...why })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await expect(registry.rename('orders', { to: '../x', ...why })).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(registerOne(registry, 'payments')).rejects.toMatchObject({ code: 'model-exists' });
    expect(await registry.models()).toEqual(['orders', 'paid']);
    expect((await registry.verify('orders')).problems).toEqual([]);
  });

  it('and then deleting keeps the numbers of the model under its last name', async () => {
    const { registry, store } = await made([1, 2]);
    await registry.rename('orders', { to: 'orders-eu', ...why });
    await registry.deleteModel('orders-eu', why);
    expect(await registry.models()).toEqual([]);
    expect((await registry.retireAll({ by: 'ann' })).map(({ model }) => model)).toEqual(['orders-eu']);
    expect(await store.list('files/')).toEqual([]);
    expect((await registerOne(new Registry(store), 'orders-eu')).body.version).toBe('1.0.2');
    expect(await registry.models()).toEqual(['orders-eu']);
  });
});

describe.each(STORES)('in %s, words', (kind) => {
  it('of a model are its own tags and note', async () => {
    const { registry, store } = await registryWith([1], newStore(kind));
    await registry.tag('orders', { tags: { owner: 'ann', team: 'data' }, by: 'ann', reason: 'who to ask' });
    await registry.tag('orders', { tags: { team: null }, by: 'ann' });
    await registry.note('orders', { note: 'forecasts of orders', by: 'ann' });
    const other = new Registry(store);
    expect((await other.state('orders')).tags).toEqual({ owner: 'ann' });
    expect(await other.noteOf('orders')).toBe('forecasts of orders');
    expect((await other.resolve('orders@1.0.0')).tags).toEqual({});
    expect(await other.noteOf('orders@1.0.0')).toBeNull();
  });

  it('of a version can be replaced, and the history keeps the earlier ones', async () => {
    const { registry, store } = await registryWith([1], newStore(kind));
    const common = { files: filesOf(), facts: factsOf(), by: 'ann' };
    await registry.register('orders', { ...common, note: 'first words' });
    expect(await registry.noteOf('orders@1.0.1')).toBe('first words');
    await registry.note('orders@1.0.1', { note: 'better words', by: 'bob', reason: 'a slip' });
    for (let i = 0; i < 64; i += 1) await registry.tag('orders', { tags: { round: `${i}` }, by: 'ann' });
    const other = new Registry(store);
    expect(await other.noteOf('orders@1.0.1')).toBe('better words');
    const noted = (await other.history('orders')).filter(({ body }) => body.kind === 'noted');
    expect(noted).toMatchObject([{ by: 'bob', body: { version: '1.0.1', note: 'better words', reason: 'a slip' } }]);
    await other.note('orders@1.0.1', { note: null, by: 'bob' });
    expect(await other.noteOf('orders@1.0.1')).toBeNull();
    expect((await other.verify('orders')).problems).toEqual([]);
  });
});

describe.each(STORES)('in %s, concurrent writers', (kind) => {
  it('that promote a version and delete it do one or the other', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { store } = await registryWith([1, 2], newStore(kind));
      const [promoted, deleted] = await Promise.allSettled([
        promoteTo(new Registry(store), '1.0.0'),
        new Registry(store).deleteVersion('orders', { version: '1.0.0', ...why }),
      ]);
      expect([promoted.status, deleted.status].sort()).toEqual(['fulfilled', 'rejected']);
      const { aliases, versions } = await new Registry(store).state('orders');
      expect(versions[0]!.isRemoved).toBe(aliases['production'] === undefined);
    }
  });

  it('that rename a model, register and promote lose nothing, and the late ones are told', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { store } = await registryWith([1, 2], newStore(kind));
      const outcomes = await Promise.allSettled([
        new Registry(store).rename('orders', { to: 'orders-eu', ...why }),
        new Registry(store).rename('orders', { to: 'orders-us', ...why }),
        promoteTo(new Registry(store), '1.0.0'),
        registerOne(new Registry(store)),
      ]);
      expect(
        outcomes
          .slice(0, 2)
          .map(({ status }) => status)
          .sort(),
      ).toEqual(['fulfilled', 'rejected']);
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') continue;
        expect(['version-unknown', 'model-exists']).toContain((outcome.reason as DqsError).code);
      }
      const registry = new Registry(store);
      const [name, ...others] = await registry.models();
      expect([name, others]).toEqual([expect.stringMatching(/^orders-(eu|us)$/), []]);
      const state = await registry.state(name!);
      expect(state.versions).toHaveLength(outcomes[3]!.status === 'fulfilled' ? 3 : 2);
      expect(state.aliases['production'] !== undefined).toBe(outcomes[2]!.status === 'fulfilled');
      expect((await registry.verify(name!)).problems).toEqual([]);
    }
  });

  it('that delete a model and register a version leave it listed exactly if it exists', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { store } = await registryWith([1], newStore(kind));
      await Promise.all([new Registry(store).deleteModel('orders', why), registerOne(new Registry(store))]);
      const registry = new Registry(store);
      const isThere = await registry.state('orders').then(
        () => true,
        () => false,
      );
      expect(await registry.models()).toEqual(isThere ? ['orders'] : []);
    }
  });
});

describe('killed before or after any change of the store, it is done or not, and can be repeated:', () => {
  const operations: Readonly<Record<string, (registry: Registry) => Promise<unknown>>> = {
    'deleting an alias': (registry) => registry.deleteAlias('orders', { alias: 'production', ...why }),
    'deleting a version': (registry) => registry.deleteVersion('orders', { version: '1.0.1', ...why }),
    'deleting a model': (registry) => registry.deleteModel('payments', why),
    'renaming a model': (registry) => registry.rename('orders', { to: 'orders-eu', ...why }),
    'tagging a model': (registry) => registry.tag('orders', { tags: { owner: 'ann' }, by: 'ann' }),
    'writing a note': (registry) => registry.note('orders@1.0.0', { note: 'words', by: 'ann' }),
  };

  /** Everything a reader sees, independent of names. */
  async function seen(store: ArtifactStore): Promise<string> {
    const registry = new Registry(store);
    const states = await Promise.all(
      ['orders', 'orders-eu', 'payments'].map((name) => registry.state(name).catch(() => null)),
    );
    return JSON.stringify(states.map((state) => state && { ...state, head: '', at: '' }));
  }

  it.each(Object.keys(operations))('%s', async (name) => {
    const { store: origin, registry } = await registryWith([1, 2]);
    await promoteTo(registry, '1.0.0');
    await registerOne(registry, 'payments');
    const contents = await contentsOf(origin);
    const undone = await seen(origin);
    const finished = await storeOf(contents);
    let changes = 0;
    const dying = (store: ArtifactStore, step: number, when: 'before' | 'after'): ArtifactStore => {
      let count = 0;
      const change = async <T>(work: () => Promise<T>): Promise<T> => {
        count += 1;
        changes = Math.max(changes, count);
        if (when === 'before' && count >= step) throw new Error('killed');
        const result = await work();
        if (count >= step) throw new Error('killed');
        return result;
      };
      return {
        get: (key) => store.get(key),
        head: (key) => store.head(key),
        list: (prefix) => store.list(prefix),
        delete: (key) => change(() => store.delete(key)),
        put: (key, content, condition) => change(() => store.put(key, content, condition)),
      };
    };
    await operations[name]!(newRegistry(dying(finished, Number.POSITIVE_INFINITY, 'before')).registry);
    const done = await seen(finished);
    const steps = changes;
    expect(done).not.toBe(undone);
    for (let step = 1; step <= steps; step += 1) {
      for (const when of ['before', 'after'] as const) {
        const store = await storeOf(contents);
        await operations[name]!(newRegistry(dying(store, step, when)).registry).catch(() => undefined);
        const after = await seen(store);
        expect([undone, done]).toContain(after);
        if (after === undone) {
          await operations[name]!(newRegistry(store).registry);
          expect(await seen(store)).toBe(done);
        }
      }
    }
  });
});
