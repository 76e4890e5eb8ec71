import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { MemoryStore } from '@dqs/core';

import { Registry } from '../../src/index.js';
import { contentsOf, factsOf, filesOf, gatesSaying, TestClock } from '../support/fixtures.js';

/** A whole store as the registry wrote it before its journal moved to the core: 66 entries and a snapshot at 64. */
const OLD = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'old-registry.json'), 'utf8')) as Record<
  string,
  string
>;

async function oldStore() {
  const store = new MemoryStore();
  for (const [key, text] of Object.entries(OLD)) await store.put(key, Buffer.from(text));
  return store;
}

describe('a registry of an earlier version', () => {
  it('is read and continued, and every one of its bytes stays', async () => {
    const store = await oldStore();
    const registry = new Registry(store, { clock: new TestClock() });
    expect((await registry.verify('orders')).problems).toEqual([]);
    expect((await registry.state('orders')).versions.map(({ version }) => version)).toEqual(['1.0.0', '1.0.1']);
    await registry.register('orders', { files: filesOf(), facts: factsOf(), by: 'ann' });
    await registry.promote('orders', {
      selector: '1.0.1',
      alias: 'production',
      by: 'ann',
      gates: gatesSaying(true),
    });
    const now = await contentsOf(store);
    for (const [key, text] of Object.entries(OLD))
      expect([key, Buffer.from(now.get(key)!).toString()]).toEqual([key, text]);
    expect((await registry.verify('orders')).entries).toBe(68);
  });

  it('gets a snapshot of the same bytes when its old one is lost', async () => {
    const store = await oldStore();
    await store.delete('snapshots/orders');
    for (let number = 65; number <= 66; number += 1)
      await store.delete(`journals/orders/${String(number).padStart(10, '0')}`);
    await store.delete('journals/orders/0000000064');
    const registry = new Registry(store, { clock: new TestClock() });
    await registry.tag('orders', { tags: { round: '64' }, by: 'bob' });
    const snapshot = Buffer.from((await store.get('snapshots/orders')).content)
      .toString()
      .split('\n')[1]!;
    const sameButLast = (text: string) => text.replace(/"head":"\w+","at":"[^"]+"/, '');
    expect(sameButLast(snapshot)).toBe(
      sameButLast(OLD['snapshots/orders']!.split('\n')[1]!).replace('"round":"63"', '"round":"64"'),
    );
  });
});
