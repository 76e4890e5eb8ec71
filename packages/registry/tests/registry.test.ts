import { FileStore, MemoryStore } from '@dqs/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Registry } from '../src/index.js';
import { factsOf, filesOf, newRegistry, promoteTo, registryWith, START } from './support/fixtures.js';

describe('a registry', () => {
  it('that is empty lists nothing and knows no model', async () => {
    const { registry } = newRegistry();
    expect(await registry.models()).toEqual([]);
    await expect(registry.state('orders')).rejects.toMatchObject({ code: 'version-unknown' });
    await expect(registry.verify('orders')).rejects.toMatchObject({ code: 'version-unknown' });
  });

  it('returns what was registered: files, facts, who, when and the parent', async () => {
    const { registry } = await registryWith([2.5, 2.4]);
    const { entry, files } = await registry.load('orders@latest');
    expect(Object.fromEntries([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]))).toEqual({
      'model.txt': 'tree 1',
      'manifest.json': '{"about":"tree 1"}',
    });
    expect(entry).toMatchObject({ model: 'orders', by: 'ann', at: new Date(START).toISOString() });
    expect(entry.body).toMatchObject({
      version: '1.0.1',
      sequence: 2,
      parent: '1.0.0',
      facts: factsOf({ error: 2.4 }),
    });
  });

  it('lists versions in the order of registration, each with its error', async () => {
    const { registry } = await registryWith([2.5, null, 2.4]);
    const { versions } = await registry.state('orders');
    expect(versions.map(({ version, sequence, error }) => [version, sequence, error])).toEqual([
      ['1.0.0', 1, 2.5],
      ['1.0.1', 2, null],
      ['1.0.2', 3, 2.4],
    ]);
  });

  it('follows a named parent and compares with it', async () => {
    const { registry } = await registryWith([2.5]);
    const common = { files: filesOf(), by: 'ann' };
    await registry.register('orders', { ...common, facts: factsOf({ method: 'method-2' }) });
    const { body } = await registry.register('orders', { ...common, facts: factsOf(), parent: '1.0.0' });
    expect(body).toMatchObject({ version: '1.1.1', parent: '1.0.0', because: 'retrained the same way' });
    await expect(registry.register('orders', { ...common, facts: factsOf(), parent: '7.0.0' })).rejects.toMatchObject({
      code: 'version-unknown',
    });
  });

  it('never changes a version: a number cannot be used twice', async () => {
    const { registry } = await registryWith([2.5]);
    const again = registry.register('orders', {
      files: filesOf('other'),
      facts: factsOf(),
      by: 'eve',
      version: '1.0.0',
    });
    await expect(again).rejects.toMatchObject({ code: 'version-exists', message: expect.stringContaining('by ann') });
    expect(Buffer.from((await registry.load('orders@1.0.0')).files.get('model.txt')!).toString()).toBe('tree 0');
  });

  it('refuses an invalid version: no files, odd file names, invalid facts, an invalid model name', async () => {
    const { registry, store } = newRegistry();
    const attempt = (model: string, files: ReadonlyMap<string, Uint8Array>, facts = factsOf()) =>
      registry.register(model, { files, facts, by: 'ann' });
    const file = Buffer.from('x');
    for (const name of ['../x', 'a/b', '.hidden', '', 'a b']) {
      await expect(attempt('orders', new Map([[name, file]]))).rejects.toMatchObject({ code: 'invalid-argument' });
    }
    await expect(attempt('orders', new Map())).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(attempt('Orders', filesOf())).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(attempt('orders', filesOf(), { ...factsOf(), contractDigest: '' })).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('contractDigest'),
    });
    expect(await store.list('journals/')).toEqual([]);
  });

  it('keeps models apart', async () => {
    const { registry } = await registryWith([2.5]);
    await registry.register('payments', { files: filesOf('p'), facts: factsOf(), by: 'bob' });
    await promoteTo(registry, '1.0.0');
    expect(await registry.models()).toEqual(['orders', 'payments']);
    expect((await registry.state('payments')).aliases).toEqual({});
    expect((await registry.show('payments@latest')).by).toBe('bob');
  });

  it('sets, changes and removes tags', async () => {
    const { registry } = await registryWith([2.5]);
    const tag = (tags: Record<string, string | null>) => registry.tag('orders@1.0.0', { tags, by: 'ann' });
    await tag({ owner: 'ann', reviewed: 'no' });
    await tag({ reviewed: 'yes', owner: null });
    expect((await registry.resolve('orders@1.0.0')).tags).toEqual({ reviewed: 'yes' });
    await expect(tag({})).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(registry.tag('orders@2', { tags: { a: 'b' }, by: 'ann' })).rejects.toMatchObject({
      code: 'version-unknown',
    });
  });

  it('is the same in a folder for everyone who opens it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dqs-registry-'));
    try {
      const { registry } = await registryWith([2.5, 2.4], new FileStore(folder));
      await promoteTo(registry, '1.0.1');
      const other = new Registry(new FileStore(folder));
      expect((await other.resolve('orders@production')).version).toBe('1.0.1');
      expect(await other.state('orders')).toEqual(await registry.state('orders'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('sees changes by others without being reopened', async () => {
    const store = new MemoryStore();
    const { registry } = await registryWith([2.5], store);
    await registryOther(store);
    expect((await registry.resolve('orders@latest')).version).toBe('1.0.1');
  });
});

async function registryOther(store: MemoryStore) {
  await new Registry(store).register('orders', { files: filesOf('other'), facts: factsOf(), by: 'bob' });
}
