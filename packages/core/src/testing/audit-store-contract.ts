import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';

import type { AuditStore } from '../audit/audit-store.js';
import { bytesOf, hasCode, textOf } from './artifact-store-case.js';

/** Opens a store on a place; two calls give two store objects on the same place, as two processes would have. */
export type OpenAuditStore = () => AuditStore;

/** One promise of the contract: a title that states a fact, and the check, which throws if the fact does not hold. */
export interface AuditStoreCase {
  readonly title: string;
  /** @param open opens stores on a place that is empty when the check begins, a new place for every check. */
  readonly run: (open: OpenAuditStore) => Promise<void>;
}

/** The checks every {@link AuditStore} passes. They use no test runner of their own. */
export const AUDIT_STORE_CONTRACT: readonly AuditStoreCase[] = [
  { title: 'an empty store has no entries', run: startsEmpty },
  { title: 'entries are read as they were appended, all 256 values included, in order', run: givesBack },
  { title: 'a part of the entries is read from any number on, and nothing behind the end', run: readsParts },
  { title: 'another store on the same place sees an entry at once', run: sharedPlace },
  { title: 'a number that is taken is refused and keeps its entry', run: refusesTaken },
  {
    title: 'a number that leaves a gap, and one below 1, is an invalid argument and nothing is written',
    run: refusesGap,
  },
  { title: 'of writers at the same time exactly one has each number', run: oneWriterEach },
  { title: 'the store keeps a copy: changing bytes after append or read does not change its entries', run: keepsCopy },
  { title: 'reads thousands of entries in order', run: readsMany },
];

const texts = (entries: readonly Uint8Array[]) => entries.map(textOf);

async function startsEmpty(open: OpenAuditStore) {
  strictEqual(await open().size(), 0);
  deepStrictEqual(await open().read(1, 10), []);
}

async function givesBack(open: OpenAuditStore) {
  const store = open();
  const entries = [bytesOf('{"a":1}'), Uint8Array.from({ length: 256 }, (_, i) => i), bytesOf('ü')];
  for (const [i, bytes] of entries.entries()) strictEqual(await store.append(i + 1, bytes), true);
  deepStrictEqual(
    (await store.read(1, 10)).map((bytes) => Uint8Array.from(bytes)),
    entries,
  );
  strictEqual(await store.size(), 3);
}

async function fill(store: AuditStore, count: number) {
  for (let number = 1; number <= count; number += 1) ok(await store.append(number, bytesOf(`entry ${number}`)));
}

async function readsParts(open: OpenAuditStore) {
  const store = open();
  await fill(store, 5);
  deepStrictEqual(texts(await store.read(2, 2)), ['entry 2', 'entry 3']);
  deepStrictEqual(texts(await store.read(4, 10)), ['entry 4', 'entry 5']);
  deepStrictEqual(texts(await store.read(3, 0)), []);
  deepStrictEqual(texts(await store.read(6, 3)), []);
}

async function sharedPlace(open: OpenAuditStore) {
  const [one, other] = [open(), open()];
  await fill(one, 1);
  strictEqual(await other.size(), 1);
  strictEqual(await other.append(2, bytesOf('entry 2')), true);
  deepStrictEqual(texts(await one.read(1, 10)), ['entry 1', 'entry 2']);
}

async function refusesTaken(open: OpenAuditStore) {
  const store = open();
  await fill(store, 2);
  for (const number of [1, 2]) strictEqual(await open().append(number, bytesOf('other')), false);
  deepStrictEqual(texts(await store.read(1, 10)), ['entry 1', 'entry 2']);
}

async function refusesGap(open: OpenAuditStore) {
  const store = open();
  await fill(store, 1);
  for (const number of [3, 0, -1, 1.5]) {
    await rejects(store.append(number, bytesOf('x')), hasCode('invalid-argument'));
  }
  strictEqual(await store.size(), 1);
}

async function oneWriterEach(open: OpenAuditStore) {
  for (let number = 1; number <= 20; number += 1) {
    const writers = Array.from({ length: 5 }, (_, i) => i);
    const wrote = await Promise.all(writers.map((i) => open().append(number, bytesOf(`${number} by ${i}`))));
    strictEqual(wrote.filter(Boolean).length, 1);
    deepStrictEqual(texts(await open().read(number, 1)), [`${number} by ${wrote.indexOf(true)}`]);
  }
}

async function keepsCopy(open: OpenAuditStore) {
  const store = open();
  const given = bytesOf('one');
  await store.append(1, given);
  given.fill(0);
  const [read] = await store.read(1, 1);
  strictEqual(textOf(read!), 'one');
  read!.fill(0);
  deepStrictEqual(texts(await store.read(1, 1)), ['one']);
}

async function readsMany(open: OpenAuditStore) {
  const store = open();
  await fill(store, 3000);
  const read = texts(await store.read(1, 3000));
  deepStrictEqual([read.length, read[0], read[999], read[2999]], [3000, 'entry 1', 'entry 1000', 'entry 3000']);
}
