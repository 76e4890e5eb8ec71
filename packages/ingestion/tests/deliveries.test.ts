import { encodePanel, MemoryStore, Random, type DailyPanel } from '@dqs/core';

import { Deliveries, isDelivered, knownHistory, verifyDeliveries } from '../src/index.js';
import { KEYS, PAGE } from '../src/deliveries/layout.js';
import { add, HOUR, panelOf, panelOfResults, resultsOf, START, TestClock } from './support/delivered.js';

function newStore() {
  const store = new MemoryStore();
  const clock = new TestClock();
  return { store, clock, deliveries: new Deliveries(store, { clock }) };
}

const bytesOf = (panel: DailyPanel) => Buffer.from(encodePanel(panel)).toString('hex');

/** The panel of all results, ingested once. */
const atOnce = (seeds: readonly string[]) => bytesOf(panelOfResults(seeds.flatMap((seed) => resultsOf(seed))));

/** The same numbers in a seeded order. */
function shuffled<T>(values: readonly T[], random: Random): T[] {
  return values
    .map((value) => [random.next(), value] as const)
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}

describe('a store of deliveries', () => {
  it('adds up different ids, leaves the same content alone, and replaces other content', async () => {
    const { deliveries } = newStore();
    expect((await add(deliveries, 'monday')).outcome).toBe('added');
    expect((await add(deliveries, 'monday')).outcome).toBe('known');
    expect((await add(deliveries, 'tuesday')).outcome).toBe('added');
    expect(bytesOf(await deliveries.panel())).toBe(atOnce(['monday', 'tuesday']));
    const { outcome, entry } = await add(deliveries, 'monday', 'corrected');
    expect([outcome, entry.body.version, entry.body.replaces]).toEqual(['replaced', 2, 1]);
    expect(bytesOf(await deliveries.panel())).toBe(atOnce(['corrected', 'tuesday']));
    expect((await deliveries.list()).map(({ body }) => [body.delivery, body.version])).toEqual([
      ['monday', 2],
      ['tuesday', 1],
    ]);
  });

  it('counts two ids of the same content twice: they are two deliveries', async () => {
    const { deliveries } = newStore();
    await add(deliveries, 'a', 'same');
    await add(deliveries, 'b', 'same');
    expect(bytesOf(await deliveries.panel())).toBe(atOnce(['same', 'same']));
  });

  it('is not undone by a message that comes once more, and goes back to an earlier content only by a correction', async () => {
    const { deliveries } = newStore();
    for (const seed of ['first', 'second']) await add(deliveries, 'monday', seed);
    expect((await add(deliveries, 'monday', 'first')).outcome).toBe('known');
    expect(bytesOf(await deliveries.panel())).toBe(atOnce(['second']));
    const back = { id: 'monday', panel: panelOf('first'), name: 'first.csv', by: 'ann', isCorrection: true };
    expect((await deliveries.add(back)).outcome).toBe('replaced');
    expect((await deliveries.add(back)).outcome).toBe('known');
    expect((await deliveries.versions('monday')).map(({ body }) => body.version)).toEqual([3, 2, 1]);
    expect(bytesOf(await deliveries.panel())).toBe(atOnce(['first']));
  });

  it('gives what was known at any time, whatever arrived later and however often it was compacted', async () => {
    const { store, clock, deliveries } = newStore();
    const random = new Random(7);
    const known: { readonly at: number; readonly bytes: string }[] = [];
    const newest = new Map<string, string>();
    const had = new Set<string>();
    for (let step = 0; step < 60; step += 1) {
      clock.time += HOUR;
      const id = `id ${Math.floor(random.next() * 12)}`;
      const seed = `seed ${Math.floor(random.next() * 20)}`;
      await add(random.next() < 0.5 ? deliveries : new Deliveries(store, { clock }), id, seed);
      if (!had.has(`${id} ${seed}`)) newest.set(id, seed);
      had.add(`${id} ${seed}`);
      if (random.next() < 0.15) await deliveries.compact('ann');
      known.push({ at: clock.time, bytes: atOnce([...newest.values()]) });
    }
    for (const { at, bytes } of known) {
      expect(bytesOf(await new Deliveries(store).panel({ knownAt: at }))).toBe(bytes);
      expect(bytesOf(await new Deliveries(store).panel({ knownAt: at + HOUR - 1 }))).toBe(bytes);
    }
    expect(await new Deliveries(store).list({ knownAt: START })).toEqual([]);
    expect((await verifyDeliveries(store)).problems).toEqual([]);
  });

  it('is the panel of ingesting all once, in any order, with duplicates and from any number of writers', async () => {
    const seeds = Array.from({ length: 30 }, (_, i) => `delivery ${i}`);
    for (let round = 0; round < 10; round += 1) {
      const random = new Random(round);
      const { store, clock, deliveries } = newStore();
      const order = shuffled([...seeds, ...seeds.slice(0, 10)], random);
      for (let i = 0; i < order.length; i += 8) {
        await Promise.all(order.slice(i, i + 8).map((seed) => add(new Deliveries(store, { clock }), seed)));
        if (random.next() < 0.3) await deliveries.compact('ann');
      }
      expect(bytesOf(await deliveries.panel())).toBe(atOnce(seeds));
    }
  });

  it('stays the same over the edges of its pages, and when pages, ids and checkpoint are lost', async () => {
    const { store, clock, deliveries } = newStore();
    const count = 2 * PAGE + 5;
    const id = (i: number) => `id ${i % (PAGE + 40)}`;
    for (let i = 0; i < count; i += 1)
      await add(i % 7 === 0 ? new Deliveries(store, { clock }) : deliveries, id(i), `s${i}`);
    const expected = bytesOf(await deliveries.panel());
    const entries = (await deliveries.entries()).map(({ number }) => number);
    expect(entries).toEqual(Array.from({ length: count }, (_, i) => i + 1));
    expect((await store.list('deliveries/pages/')).length).toBe(2);
    expect((await verifyDeliveries(store)).problems).toEqual([]);
    // A known one is known to a new process, from the index alone.
    const fresh = new Deliveries(store, { clock });
    expect((await add(fresh, id(0), `s${PAGE + 40}`)).outcome).toBe('known');
    expect((await add(fresh, id(1), 'another')).outcome).toBe('replaced');
    await store.delete(KEYS.page(0));
    expect(bytesOf(await new Deliveries(store).panel())).toBe(bytesOf(await fresh.panel()));
    const back = { id: id(1), panel: panelOf(`s${PAGE + 41}`), name: 'back.csv', by: 'ann', isCorrection: true };
    await fresh.add(back);
    for (const prefix of ['deliveries/pages/', 'deliveries/ids/', 'deliveries/checkpoint']) {
      for (const key of await store.list(prefix)) await store.delete(key);
    }
    expect(bytesOf(await new Deliveries(store).panel())).toBe(expected);
    expect((await add(new Deliveries(store, { clock }), id(0), `s${PAGE + 40}`)).outcome).toBe('known');
  });

  it('takes hostile ids as they are, each its own delivery', async () => {
    const { store, deliveries } = newStore();
    const ids = [
      '../../etc/passwd',
      'constructor',
      '__proto__',
      'a/b',
      '.',
      'ä',
      'a\u0308',
      'A',
      'a',
      ' a',
      '🙂',
      'x'.repeat(1000),
    ];
    for (const id of ids) expect((await add(deliveries, id)).outcome).toBe('added');
    for (const id of ids) expect((await add(new Deliveries(store), id)).outcome).toBe('known');
    expect((await deliveries.list()).map(({ body }) => body.delivery)).toEqual(ids);
    expect((await store.list('')).every((key) => key.startsWith('deliveries/'))).toBe(true);
    expect(bytesOf(await deliveries.panel())).toBe(atOnce(ids));
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \u00a0'],
    ['a control character', 'a\u0000b'],
    ['a line end', 'a\nb'],
    ['half a character', 'a\ud800'],
    ['10 kB', 'x'.repeat(10_000)],
  ])('refuses an id of %s, and writes nothing', async (_, id) => {
    const { store, deliveries } = newStore();
    await expect(add(deliveries, id, 'seed')).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(await store.list('')).toEqual([]);
  });

  it('keeps a long or broken name of a file from harming anything', async () => {
    const { deliveries } = newStore();
    const { entry } = await deliveries.add({
      id: 'a',
      panel: panelOf('a'),
      name: `${'x'.repeat(20_000)}\ud800.csv`,
      by: 'ann',
    });
    expect(entry.body.name).toHaveLength(300);
    expect(entry.body.name.endsWith('x\ufffd.csv')).toBe(true);
  });

  it('says which ids it does not have, and that nothing is known yet', async () => {
    const { store, deliveries } = newStore();
    await expect(deliveries.versions('nobody')).rejects.toMatchObject({ code: 'delivery-unknown' });
    await expect(knownHistory(store, 'the store')).rejects.toMatchObject({ code: 'input-empty' });
  });

  it('is read like any other input, with its executions by outcome', async () => {
    const { store, deliveries } = newStore();
    await add(deliveries, 'monday');
    await add(deliveries, 'tuesday');
    await deliveries.compact('ann');
    await add(deliveries, 'monday', 'corrected');
    const { panel, report } = await knownHistory(store, 'the store');
    expect(bytesOf(panel)).toBe(atOnce(['corrected', 'tuesday']));
    const outcomes = [...resultsOf('corrected'), ...resultsOf('tuesday')].map(({ outcome }) => outcome);
    const of = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
    expect(report).toMatchObject({ rows: 24, passed: of('pass'), failed: of('fail'), neither: of('error') });
  });

  it('keeps what tools told of the series, of each the latest', async () => {
    const { store, clock, deliveries } = newStore();
    const { key } = resultsOf('a')[0]!;
    const told = (owner: string) => [{ ...key, owner, tool: 'dbt' }];
    await deliveries.add({ id: 'new', panel: panelOf('a'), facts: told('ann'), name: 'a', by: 'ann' });
    clock.time += HOUR;
    await deliveries.add({ id: 'newer', panel: panelOf('b'), facts: told('bob'), name: 'b', by: 'ann' });
    await deliveries.compact('ann');
    expect((await knownHistory(store, 'the store')).facts).toEqual(told('bob'));
    expect((await knownHistory(store, 'the store', { knownAt: START })).facts).toEqual(told('ann'));
    const [fact] = await store.list('deliveries/facts/');
    await store.put(fact!, Buffer.from('[]'));
    expect((await verifyDeliveries(store)).problems.map((one) => one.key)).toEqual([fact]);
  });

  it('shows in its check any byte that was changed, and what is missing', async () => {
    const { store, deliveries } = newStore();
    for (let i = 0; i < PAGE + 3; i += 1) await add(deliveries, `id ${i}`, `s${i % 9}`);
    await deliveries.compact('ann');
    const { head, problems, deliveries: count } = await verifyDeliveries(store);
    expect([problems, count]).toEqual([[], PAGE + 3]);
    for (const prefix of ['journal/0000000003', 'panels', 'pages', 'ids', 'checkpoint']) {
      const [key] = await store.list(`deliveries/${prefix}`);
      const { content } = await store.get(key!);
      const changed = Uint8Array.from(content);
      changed[changed.length >> 1]! ^= 1;
      await store.put(key!, changed);
      expect((await verifyDeliveries(store)).problems.map((one) => one.key)).toContain(key);
      await store.put(key!, content);
    }
    await store.delete(KEYS.entry(PAGE + 4));
    expect((await verifyDeliveries(store, { expectHead: head })).problems[0]!.problem).toContain('cut off');
  });
});

describe('the changes of a store of deliveries', () => {
  it('follow upon any entry, whatever was compacted and saved in pages, and add up to the panel', async () => {
    const { store, deliveries } = newStore();
    for (let i = 0; i < PAGE + 12; i += 1) {
      await add(deliveries, `id ${i % 100}`, `seed ${i}`);
      if (i === 60) await deliveries.compact('ann');
    }
    const fresh = new Deliveries(store);
    const all = await fresh.entries();
    for (const after of [0, 1, PAGE - 1, PAGE, PAGE + 1, all.length]) {
      expect(await fresh.entriesAfter(after)).toEqual(all.slice(after));
    }
    const sum = new Map<string, number>();
    for (const entry of all.filter(isDelivered)) {
      const { panel, replaced } = await fresh.change(entry);
      expect(replaced === undefined).toBe(entry.body.replaces === null);
      const parts = [[panel, 1] as const, ...(replaced ? [[replaced, -1] as const] : [])];
      for (const [{ keys, cells }, sign] of parts) {
        cells.day.forEach((day, row) => {
          const cell = JSON.stringify([keys[cells.key[row]!], day]);
          sum.set(cell, (sum.get(cell) ?? 0) + sign * cells.passes[row]!);
        });
      }
    }
    const { keys, cells } = await fresh.panel();
    cells.day.forEach((day, row) => {
      const cell = JSON.stringify([keys[cells.key[row]!], day]);
      expect(sum.get(cell)).toBe(cells.passes[row]);
      sum.delete(cell);
    });
    expect([...sum.values()].every((count) => count === 0)).toBe(true);
  });
});
