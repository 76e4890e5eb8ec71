import type { ArtifactStore } from '@dqs/core';

import { Registry, type VersionQuery } from '../src/index.js';
import { DAY, factsOf, filesOf, newRegistry, promoteTo, START } from './support/fixtures.js';

/** Two models of several versions, one a day. */
async function stocked() {
  const made = newRegistry();
  const { registry, clock } = made;
  const add = async (model: string, error: number | null, backend: string, by: string) => {
    const facts = { ...factsOf({ error }), metadata: { backend } };
    await registry.register(model, { files: filesOf(), facts, by });
    clock.time += DAY;
  };
  await add('orders', 2.5, 'lightgbm', 'ann');
  await add('orders', 2.3, 'ridge', 'bob');
  await add('payments', 3.1, 'lightgbm', 'ann');
  await add('orders', null, 'lightgbm', 'ann');
  await promoteTo(registry, '1.0.1');
  await registry.tag('orders@1.0.0', { tags: { reviewed: 'yes' }, by: 'ann' });
  await registry.tag('orders@1.0.1', { tags: { reviewed: 'no' }, by: 'ann' });
  await registry.tag('payments', { tags: { team: 'billing' }, by: 'ann' });
  return made;
}

describe('a search', () => {
  let registry: Registry;
  let store: ArtifactStore;
  beforeAll(async () => {
    ({ registry, store } = await stocked());
  });
  const found = async (query: VersionQuery, of = registry) =>
    (await of.search(query)).versions.map(({ model, version }) => `${model}@${version}`);

  it('finds everything, newest first', async () => {
    expect(await found({})).toEqual(['orders@1.0.2', 'payments@1.0.0', 'orders@1.0.1', 'orders@1.0.0']);
    const { total, versions } = await registry.search({ alias: 'production' });
    expect({ total, versions }).toMatchObject({ total: 1, versions: [{ aliases: ['production'], error: 2.3 }] });
  });

  it.each<[string, VersionQuery, readonly string[]]>([
    ['part of the name', { name: 'pay' }, ['payments@1.0.0']],
    ['a tag and its text', { tags: { reviewed: 'yes' } }, ['orders@1.0.0']],
    ['a tag with any text', { tags: { reviewed: null } }, ['orders@1.0.1', 'orders@1.0.0']],
    ['a tag that plain objects have', { tags: { constructor: null } }, []],
    ['a tag of the model', { modelTags: { team: 'billing' } }, ['payments@1.0.0']],
    ['the backend', { backend: 'ridge' }, ['orders@1.0.1']],
    ['who registered it', { registeredBy: 'bob' }, ['orders@1.0.1']],
    ['the greatest error', { maxError: 2.5 }, ['orders@1.0.1', 'orders@1.0.0']],
    ['the least error', { minError: 2.4 }, ['payments@1.0.0', 'orders@1.0.0']],
    ['the time', { sinceMs: START + DAY, untilMs: START + 2 * DAY }, ['payments@1.0.0', 'orders@1.0.1']],
    ['several at once', { backend: 'lightgbm', name: 'orders', maxError: 9 }, ['orders@1.0.0']],
  ])('finds by %s', async (_, query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it('sorts by error, those not measured last, and by name', async () => {
    expect(await found({ sort: 'error' })).toEqual(['orders@1.0.1', 'orders@1.0.0', 'payments@1.0.0', 'orders@1.0.2']);
    expect(await found({ sort: 'name' })).toEqual(['orders@1.0.2', 'orders@1.0.1', 'orders@1.0.0', 'payments@1.0.0']);
  });

  it('returns pages that together hold everything once, and the total', async () => {
    const pages = [0, 1, 2, 3].map((offset) => registry.search({ offset, limit: 1 }));
    const all = (await Promise.all(pages)).flatMap(({ versions, total }) => versions.map((one) => ({ ...one, total })));
    expect(all.map(({ model, version }) => `${model}@${version}`)).toEqual(await found({}));
    expect(new Set(all.map(({ total }) => total))).toEqual(new Set([4]));
    expect(await registry.search({ offset: 9 })).toMatchObject({ total: 4, versions: [] });
    for (const page of [{ offset: -1 }, { limit: 0 }, { limit: 1001 }, { offset: 0.5 }, { offset: Number.NaN }]) {
      await expect(registry.search(page)).rejects.toMatchObject({ code: 'invalid-argument' });
    }
  });

  it('finds the same from a snapshot, and nothing that was deleted', async () => {
    for (let i = 0; i < 64; i += 1) await registry.tag('orders', { tags: { round: `${i}` }, by: 'ann' });
    expect(await found({ backend: 'ridge' }, new Registry(store))).toEqual(['orders@1.0.1']);
    await registry.deleteVersion('orders', { version: '1.0.0', by: 'ann', reason: 'old' });
    await registry.deleteModel('payments', { by: 'ann', reason: 'gone' });
    expect(await found({})).toEqual(['orders@1.0.2', 'orders@1.0.1']);
  });
});
