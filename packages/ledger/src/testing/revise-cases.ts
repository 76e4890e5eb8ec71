import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';

import type { RevisionBatch, RevisionColumns } from '../records/actuals.js';
import type { LedgerStore } from '../store.js';
import { hasCode, type LedgerStoreCase, type OpenLedger } from './ledger-case.js';
import { atHour, DAY, sampleRevisions, sampleSeriesList } from './samples.js';

/** What a ledger promises about actuals. */
export const REVISE_CASES: readonly LedgerStoreCase[] = [
  {
    title: 'revisions are read back with their entries, by day, series and entry, and the cursor moves with them',
    run: readsBack,
  },
  { title: 'entries that are collected already change nothing', run: collectedAlready },
  {
    title: 'a batch that begins elsewhere than the collected entries end is a conflict and changes nothing',
    run: conflicts,
  },
  { title: 'entries without results move the cursor', run: emptyBatch },
  { title: 'of many concurrent collectors each entry counts once', run: concurrentCollectors },
  { title: 'a batch of revisions with a fault is refused whole, and the cursor stays', run: refusesFaults },
  { title: 'a query finds the revisions that had arrived by a time, of some series and days', run: finds },
  { title: 'the first intervention on a day of a series stays, from its time on', run: intervenes },
];

const ALL = { from: -1e5, to: 1e5 };

async function withSeries(open: OpenLedger, count: number): Promise<[LedgerStore, number[]]> {
  const store = await open();
  return [store, [...(await store.register(sampleSeriesList(count)))]];
}

async function readsBack(open: OpenLedger) {
  const [store, [a, b]] = await withSeries(open, 2);
  const batch = sampleRevisions(0, [
    { at: atHour(30), results: [{ series: b!, passes: 3, fails: 1 }] },
    { at: atHour(31), results: [{ series: b!, passes: 2 ** 31 - 1, errors: 5 }, { series: a!, day: DAY + 1, passes: 0 }] },
    { at: atHour(31), results: [{ series: a!, passes: 7 }] },
  ]); // prettier-ignore
  strictEqual(await store.collectedUpTo(), 0);
  strictEqual(await store.revise(batch), 4);
  const other = await open();
  strictEqual(await other.collectedUpTo(), 3);
  deepStrictEqual(await other.revisions(ALL), {
    series: Int32Array.of(a!, b!, b!, a!),
    day: Int32Array.of(DAY, DAY, DAY, DAY + 1),
    passes: Int32Array.of(7, 3, 2 ** 31 - 1, 0),
    fails: Int32Array.of(0, 1, 0, 0),
    errors: Int32Array.of(0, 0, 5, 0),
    entry: Int32Array.of(2, 0, 1, 1),
    entries: batch.revisions.entries,
  });
}

async function collectedAlready(open: OpenLedger) {
  const [store, [series]] = await withSeries(open, 1);
  const entry = (passes: number) => ({ at: atHour(30), results: [{ series: series!, passes }] });
  const batch = sampleRevisions(0, [entry(1), entry(2)]);
  await store.revise(batch);
  const before = [await store.revisions(ALL), await store.changedDays()];
  strictEqual(await store.revise(batch), 0);
  strictEqual(await store.revise(sampleRevisions(0, [entry(9)])), 0);
  strictEqual(await store.revise(sampleRevisions(1, [entry(9)])), 0);
  deepStrictEqual([await store.revisions(ALL), await store.changedDays()], before);
  strictEqual(await store.collectedUpTo(), 2);
}

async function conflicts(open: OpenLedger) {
  const [store, [series]] = await withSeries(open, 1);
  const entry = { at: atHour(30), results: [{ series: series!, passes: 1 }] };
  await rejects(store.revise(sampleRevisions(1, [entry])), hasCode('ledger-conflict'));
  await store.revise(sampleRevisions(0, [entry, entry]));
  // One of the entries is collected, the other is not: its totals may rest on another reading.
  await rejects(store.revise(sampleRevisions(1, [entry, entry])), hasCode('ledger-conflict'));
  await rejects(store.revise(sampleRevisions(3, [entry])), hasCode('ledger-conflict'));
  strictEqual(await store.collectedUpTo(), 2);
  strictEqual((await store.revisions(ALL)).day.length, 2);
}

async function emptyBatch(open: OpenLedger) {
  const [store] = await withSeries(open, 1);
  strictEqual(await store.revise({ ...sampleRevisions(0, []), upTo: 5 }), 0);
  strictEqual(await store.collectedUpTo(), 5);
  deepStrictEqual(await store.changedDays(), []);
}

async function concurrentCollectors(open: OpenLedger) {
  const [store, numbers] = await withSeries(open, 5);
  const stores = [store, await open(), await open()];
  const entries = Array.from({ length: 12 }, (_, i) => {
    return { at: atHour(30 + i), results: numbers.map((series) => ({ series, passes: i })) };
  });
  const collect = async (own: LedgerStore, step: number) => {
    for (;;) {
      const after = await own.collectedUpTo();
      if (after === entries.length) return;
      try {
        await own.revise(sampleRevisions(after, entries.slice(after, after + step)));
      } catch (error) {
        if (!hasCode('ledger-conflict')(error)) throw error;
      }
    }
  };
  await Promise.all(stores.map((own, i) => collect(own, i + 1)));
  const { day, entries: kept } = await store.revisions(ALL);
  deepStrictEqual([day.length, kept.length], [60, 12]);
}

type Fault = (batch: RevisionBatch) => { batch?: Partial<RevisionBatch>; revisions?: Partial<RevisionColumns> };

const FAULTS: readonly Fault[] = [
  () => ({ batch: { upTo: 1 } }),
  () => ({ batch: { after: -1 } }),
  () => ({ batch: { upTo: Number.NaN } }),
  () => ({ revisions: { series: Int32Array.of(1, 999_999) } }),
  () => ({ revisions: { passes: Int32Array.of(1) } }),
  () => ({ revisions: { fails: Int32Array.of(0, -1) } }),
  () => ({ revisions: { day: Int32Array.of(DAY, 2_000_000_000) } }),
  () => ({ revisions: { entry: Int32Array.of(0, 2) } }),
  () => ({ revisions: { entry: Int32Array.of(0, 0) } }),
  ({ revisions: { entries } }) => ({ revisions: { entries: [...entries].reverse() } }),
  ({ revisions: { entries } }) => ({ revisions: { entries: [entries[0]!, { ...entries[1]!, arrivedAt: 0 }] } }),
  ({ revisions: { entries } }) => ({
    revisions: { entries: [entries[0]!, { ...entries[1]!, arrivedAt: Number.NaN }] },
  }),
];

async function refusesFaults(open: OpenLedger) {
  const [store, [series]] = await withSeries(open, 1);
  const entry = { at: atHour(30), results: [{ series: series!, passes: 1 }] };
  const good = sampleRevisions(0, [entry, entry]);
  for (const fault of FAULTS) {
    const { batch, revisions } = fault(good);
    const faulty = { ...good, ...batch, revisions: { ...good.revisions, ...revisions } };
    await rejects(store.revise(faulty), hasCode('invalid-argument'));
  }
  strictEqual(await store.collectedUpTo(), 0);
  strictEqual((await store.revisions(ALL)).day.length, 0);
}

async function finds(open: OpenLedger) {
  const [store, [a, b]] = await withSeries(open, 2);
  await store.revise(
    sampleRevisions(0, [
      { at: atHour(30), results: [{ series: a!, passes: 1 }] },
      { at: atHour(31), results: [{ series: a!, passes: 2 }, { series: b!, day: DAY + 1, passes: 1 }] },
    ]), // prettier-ignore
  );
  const count = async (query: object) => (await store.revisions({ ...ALL, ...query })).day.length;
  deepStrictEqual(
    [
      await count({}),
      await count({ knownAt: atHour(30) - 1 }),
      await count({ knownAt: atHour(30) }),
      await count({ to: DAY }),
      await count({ series: Int32Array.of(b!) }),
      await count({ series: new Int32Array(0) }),
    ],
    [3, 0, 1, 2, 1, 0],
  );
}

async function intervenes(open: OpenLedger) {
  const [store, [a, b]] = await withSeries(open, 2);
  const first = { series: a!, day: DAY, at: atHour(2), by: 'ann', reason: 'reloaded\0the table' };
  strictEqual(await store.intervene([first]), 1);
  const other = { ...first, series: b!, at: atHour(1), by: 'bob' };
  strictEqual(
    await (await open()).intervene([{ ...first, at: atHour(1), by: 'bob' }, other, { ...other, by: 'eve' }]),
    1,
  );
  deepStrictEqual(await store.interventions(ALL), [first, other]);
  deepStrictEqual(await store.interventions({ ...ALL, knownAt: atHour(1) }), [other]);
  deepStrictEqual(await store.interventions({ ...ALL, tenants: ['globex'] }), []);
  await rejects(
    store.intervene([
      { ...first, day: DAY + 1 },
      { ...first, series: 999_999 },
    ]),
    hasCode('invalid-argument'),
  );
  ok((await store.interventions({ from: DAY + 1, to: DAY + 1 })).length === 0, 'expected nothing of a refused list');
}
