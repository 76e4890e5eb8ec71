import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';

import { bytesOf, hasCode, textOf, type ArtifactStoreCase, type OpenStore } from './artifact-store-case.js';

/** What a store promises about its keys. */
export const KEY_CASES: readonly ArtifactStoreCase[] = [
  { title: 'list finds keys by prefix, all of them and in the order of bytes', run: lists },
  { title: 'list finds more keys than one page of any cloud', run: listsMany },
  { title: 'list of a prefix that no key has is empty', run: listsNothing },
  { title: 'refuses keys that not every store could hold', run: oddKeys },
  { title: 'accepts the longest and the oddest valid keys', run: edgeKeys },
];

const MORE_THAN_A_PAGE = 1001;

async function lists(open: OpenStore) {
  const store = open();
  // In the order of bytes, `-` and `.` come before `/`, digits before letters, capitals before small ones.
  const keys = ['a-b/x', 'a.b', 'a/0/z', 'a/1', 'a/10', 'a/2', 'a/B', 'a/b', 'ab', 'b/a'];
  for (const key of [...keys].reverse()) await store.put(key, bytesOf(key));
  deepStrictEqual(await store.list(''), keys);
  deepStrictEqual(await store.list('a/'), ['a/0/z', 'a/1', 'a/10', 'a/2', 'a/B', 'a/b']);
  deepStrictEqual(await store.list('a/1'), ['a/1', 'a/10']);
  deepStrictEqual(await store.list('a/0/z'), ['a/0/z']);
  deepStrictEqual(await store.list('ab'), ['ab']);
}

async function listsMany(open: OpenStore) {
  const store = open();
  const keys = Array.from({ length: MORE_THAN_A_PAGE }, (_, i) => `many/${String(i).padStart(5, '0')}`);
  await Promise.all(keys.map((key) => store.put(key, bytesOf('x'), { ifNoneMatch: '*' })));
  deepStrictEqual(await store.list('many/'), keys);
}

async function listsNothing(open: OpenStore) {
  const store = open();
  deepStrictEqual(await store.list(''), []);
  await store.put('a/b', bytesOf('x'));
  for (const prefix of ['b', 'a/b/', 'a/c', '../', './', '/', 'a//']) deepStrictEqual(await store.list(prefix), []);
}

async function oddKeys(open: OpenStore) {
  const store = open();
  const odd = ['', '/', '/a', 'a/', 'a//b', '.', '..', '../a', 'a/../b', '.a', 'a/.b', 'a.', 'a b', 'a\\b', 'a\0b'];
  const more = ['a\nb', 'ä', 'a:b', 'a*b', 'a?b', '"a"', 'a|b', 'a#b', 'a%2e', 'a'.repeat(201), 'a/'.repeat(600) + 'a'];
  for (const key of [...odd, ...more]) {
    await rejects(async () => store.put(key, bytesOf('x')), hasCode('invalid-argument'));
    await rejects(async () => store.get(key), hasCode('invalid-argument'));
    await rejects(async () => store.head(key), hasCode('invalid-argument'));
    await rejects(async () => store.delete(key), hasCode('invalid-argument'));
  }
  deepStrictEqual(await store.list(''), []);
}

async function edgeKeys(open: OpenStore) {
  const store = open();
  const keys = ['A', 'a.b..c', 'name@1.2.3+build=5~x_y-z', 'n'.repeat(200), `${'deep/'.repeat(204)}end`];
  for (const key of keys) await store.put(key, bytesOf(key));
  for (const key of keys) strictEqual(textOf((await store.get(key)).content), key);
  deepStrictEqual(await store.list(''), [...keys].sort());
}
