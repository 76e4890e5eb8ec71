import { MemoryStore } from '@dqs/core';
import { seal } from '@dqs/core/journal';

import { Registry, type EntryBody, type VersionFacts } from '../src/index.js';
import { KEYS } from '../src/layout.js';
import { factsOf, filesOf, gatesSaying, registryWith } from './support/fixtures.js';
import { newStore, removeStores, STORES } from './support/stores.js';

/** Names that every plain object has or swallows. */
const HOSTILE = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
/** Those of them that may name an alias. */
const ALIASES = ['constructor'];

/** An object that really has those names. */
const withNames = (value: (name: string) => unknown): Record<string, never> =>
  JSON.parse(`{${HOSTILE.map((name) => `${JSON.stringify(name)}:${JSON.stringify(value(name))}`).join(',')}}`) as never;

afterEach(removeStores);

describe.each(STORES)('in %s, a name that plain objects have', (kind) => {
  it('is an alias like any other, permanently', async () => {
    const { registry, store } = await registryWith([2.5, 2.4], newStore(kind));
    for (const alias of ALIASES) {
      const promotion = { alias, by: 'ann', gates: gatesSaying(true) };
      await expect(registry.resolve(`orders@${alias}`)).rejects.toMatchObject({ code: 'version-unknown' });
      expect(await registry.promote('orders', { ...promotion, selector: '1.0.0' })).toMatchObject({ from: null });
      await registry.promote('orders', { ...promotion, selector: '1.0.1' });
      await registry.rollback('orders', { alias, by: 'bob', reason: 'alerts' });
      const reopened = new Registry(store);
      expect((await reopened.resolve(`orders@${alias}`)).version).toBe('1.0.0');
      expect(await reopened.aliasHistory('orders', alias)).toHaveLength(3);
    }
    expect(await registry.aliasHistory('orders', 'valueOf')).toEqual([]);
  });

  it('is a tag like any other, also after a snapshot', async () => {
    const { registry, store } = await registryWith([2.5], newStore(kind));
    const tags = withNames((name) => `about ${name}`);
    await registry.tag('orders@1.0.0', { tags, by: 'ann' });
    await registry.tag('orders', { tags, by: 'ann' });
    for (let i = 0; i < 64; i += 1) await registry.tag('orders@1.0.0', { tags: { round: `${i}` }, by: 'ann' });
    const state = await new Registry(store).state('orders');
    for (const found of [state.versions[0]!.tags, state.tags]) {
      for (const name of HOSTILE) expect(Object.entries(found)).toContainEqual([name, `about ${name}`]);
    }
    expect((await registry.verify('orders')).problems).toEqual([]);
    await registry.tag('orders', { tags: withNames(() => null), by: 'ann' });
    expect(Object.keys((await new Registry(store).state('orders')).tags)).toEqual([]);
  });

  it('is a parameter, a fact and a file like any other', async () => {
    const { registry, store } = await registryWith([], newStore(kind));
    const facts: VersionFacts = { ...factsOf(), metadata: withNames((name) => name) };
    const files = new Map(HOSTILE.map((name) => [name, Buffer.from(name)] as const));
    await registry.register('orders', { files, facts, by: 'ann' });
    const { entry, files: loaded } = await new Registry(store).load('orders@latest');
    expect([...loaded.keys()].sort()).toEqual([...HOSTILE].sort());
    expect(Object.keys(entry.body.facts.metadata)).toEqual(HOSTILE);
    const other = new Registry(new MemoryStore());
    await other.import(await registry.export('orders@latest'), { by: 'bob' });
    expect((await other.load('orders@latest')).files.size).toBe(HOSTILE.length);
  });
});

/** A journal as written by earlier releases: entries with those bodies after the first registration. */
async function writtenBefore(bodies: readonly EntryBody[]): Promise<MemoryStore> {
  const { registry, store } = await registryWith([2.5]);
  const first = await registry.show('orders@1.0.0');
  const written = new MemoryStore();
  let previous = '0'.repeat(64);
  for (const [i, body] of [first.body, ...bodies].entries()) {
    const { bytes, hash } = seal({ ...first, number: i + 1, previous, id: `id-${i}`, body });
    await written.put(KEYS.entry('orders', i + 1), bytes);
    previous = hash;
  }
  await written.put(KEYS.model('orders'), (await store.get(KEYS.model('orders'))).content);
  return written;
}

describe('a journal of an earlier release', () => {
  const gates = { passed: true, checks: [] };

  it('with the alias constructor opens again', async () => {
    const moved = { kind: 'moved', alias: 'constructor', from: null, to: '1.0.0', how: 'promoted', gates } as const;
    const registry = new Registry(await writtenBefore([moved]));
    expect((await registry.resolve('orders@constructor')).version).toBe('1.0.0');
  });

  it('with the tag __proto__ has it again', async () => {
    const tags = JSON.parse('{"__proto__":"kept"}') as Record<string, string>;
    const registry = new Registry(await writtenBefore([{ kind: 'tagged', version: '1.0.0', tags }]));
    expect(Object.entries((await registry.resolve('orders@latest')).tags)).toEqual([['__proto__', 'kept']]);
  });

  it('with an old snapshot is read from its entries', async () => {
    const store = await writtenBefore([{ kind: 'tagged', version: '1.0.0', tags: { owner: 'ann' } }]);
    const state = { model: 'orders', entries: 1, head: 'f'.repeat(64), versions: { rows: [] }, aliases: {} };
    await store.put(KEYS.snapshot('orders'), seal({ schemaVersion: 1, state }).bytes);
    const registry = new Registry(store);
    expect((await registry.resolve('orders@latest')).tags).toEqual({ owner: 'ann' });
    await registry.register('orders', { files: filesOf('new'), facts: factsOf(), by: 'bob' });
    expect((await registry.state('orders')).versions).toHaveLength(2);
  });
});

describe('an entry', () => {
  it('can be read back or is refused before it is written: no entry makes a model unreadable', async () => {
    const { registry, store } = await registryWith([2.5, 2.4]);
    const nameless = {
      name: '',
      verdict: 'pass',
      reason: 'a check without a name',
      value: null,
      threshold: null,
    } as const;
    const odd = { passed: true, checks: [nameless] };
    const promotion = { selector: '1.0.0', alias: 'production', by: 'ann', gates: async () => odd };
    await expect(registry.promote('orders', promotion)).rejects.toMatchObject({ code: 'invalid-argument' });
    for (const by of ['', '  ', 'a'.repeat(257)]) {
      const tagging = registry.tag('orders@1.0.0', { tags: { a: 'b' }, by });
      await expect(tagging).rejects.toMatchObject({ code: 'invalid-argument' });
    }
    expect((await new Registry(store).state('orders')).entries).toBe(2);
  });

  it('has limits for tags, notes, reasons and facts: ten million characters are refused with the limit', async () => {
    const { registry, store } = await registryWith([2.5, 2.4]);
    const flood = 'x'.repeat(10_000_000);
    const by = 'ann';
    const attempts = [
      () => registry.tag('orders@1.0.0', { tags: { owner: flood }, by }),
      () => registry.tag('orders@1.0.0', { tags: { [flood]: 'a' }, by }),
      () => registry.tag('orders', { tags: { owner: flood }, by }),
      () => registry.tag('orders', { tags: { owner: 'a' }, by, reason: flood }),
      () => registry.note('orders@1.0.0', { note: flood, by }),
      () => registry.register('orders', { files: filesOf(), facts: factsOf(), by, note: flood }),
      () => registry.register('orders', { files: filesOf(), facts: { ...factsOf(), metadata: { flood } }, by }),
      () => registry.promote('orders', { selector: '1', alias: 'a', by, reason: flood, gates: gatesSaying(true) }),
      () => registry.rollback('orders', { alias: 'a', by, reason: flood }),
      () => registry.deleteModel('orders', { by, reason: flood }),
      () => registry.rename('orders', { to: 'other', by, reason: flood }),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'invalid-argument',
        message: expect.stringMatching(/^.{0,300}$/),
      });
    }
    expect((await new Registry(store).state('orders')).entries).toBe(2);
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`tag-${i}`, 'x']));
    await expect(registry.tag('orders', { tags: many, by })).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it.each(['', ' ', 'a b', '-a', 'a=b', 'a\nb', '\u001b[31m', 'a'.repeat(65)])(
    'cannot have a tag named %j',
    async (name) => {
      const { registry } = await registryWith([2.5]);
      const tagging = registry.tag('orders@1.0.0', { tags: { [name]: 'x' }, by: 'ann' });
      await expect(tagging).rejects.toMatchObject({ code: 'invalid-argument' });
    },
  );
});
