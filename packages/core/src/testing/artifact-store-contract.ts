import { deepStrictEqual, notStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';

import { Random } from '../random.js';
import { bytesOf, hasCode, isRefused, textOf, type ArtifactStoreCase, type OpenStore } from './artifact-store-case.js';
import { CONCURRENT_PUT_CASES } from './concurrent-put-cases.js';
import { KEY_CASES } from './key-cases.js';

/**
 * The checks every {@link ArtifactStore} passes, ours and others'. They use no test runner of their own.
 *
 * @example
 * for (const { title, run } of ARTIFACT_STORE_CONTRACT) it(title, () => run(newPlace()));
 */
export const ARTIFACT_STORE_CONTRACT: readonly ArtifactStoreCase[] = [
  { title: 'get returns the bytes that were put, an empty content and all 256 values included', run: givesBack },
  { title: 'a put over existing content replaces it and changes the etag', run: replaces },
  { title: 'another store on the same place sees a put', run: sharedPlace },
  { title: 'the store keeps a copy: changing bytes after put or get does not change its content', run: keepsCopy },
  { title: 'for a key that holds nothing, get fails with artifact-not-found and head is undefined', run: notFound },
  { title: 'head returns the size and etag of the content that get returns', run: headAgrees },
  { title: 'ifNoneMatch creates a key and conflicts with an existing one', run: ifNoneMatch },
  { title: 'ifMatch replaces that content only, and never creates a key', run: ifMatch },
  { title: 'a put that conflicts changes nothing', run: conflictChangesNothing },
  { title: 'delete removes one key and may be repeated', run: deletes },
  { title: 'a deleted key can be created again', run: createdAnew },
  { title: 'stores a content of 20 million bytes', run: bigContent },
  ...CONCURRENT_PUT_CASES,
  ...KEY_CASES,
];

async function givesBack(open: OpenStore) {
  const store = open();
  for (const content of [new Uint8Array(0), Uint8Array.from({ length: 256 }, (_, i) => i), bytesOf('text')]) {
    const put = await store.put('a/b', content);
    const { content: got, ...head } = await store.get('a/b');
    deepStrictEqual(Uint8Array.from(got), content);
    deepStrictEqual(head, put);
    strictEqual(put.bytes, content.byteLength);
  }
}

async function replaces(open: OpenStore) {
  const store = open();
  const first = await store.put('k', bytesOf('one'));
  const second = await store.put('k', bytesOf('two'));
  notStrictEqual(second.etag, first.etag);
  strictEqual(textOf((await store.get('k')).content), 'two');
}

async function sharedPlace(open: OpenStore) {
  const { etag } = await open().put('k', bytesOf('one'));
  strictEqual((await open().head('k'))?.etag, etag);
  await open().put('k', bytesOf('two'), { ifMatch: etag });
  strictEqual(textOf((await open().get('k')).content), 'two');
}

async function keepsCopy(open: OpenStore) {
  const store = open();
  const given = bytesOf('one');
  await store.put('k', given);
  given[0] = 0;
  (await store.get('k')).content[1] = 0;
  strictEqual(textOf((await store.get('k')).content), 'one');
}

async function notFound(open: OpenStore) {
  const store = open();
  await store.put('a/b', bytesOf('x'));
  for (const key of ['nothing', 'a/nothing', 'a', 'a/bb']) {
    await rejects(store.get(key), hasCode('artifact-not-found'));
    strictEqual(await store.head(key), undefined);
  }
}

async function headAgrees(open: OpenStore) {
  const store = open();
  await store.put('k', bytesOf('one'));
  const { content, ...head } = await store.get('k');
  deepStrictEqual(await store.head('k'), head);
  deepStrictEqual([head.key, head.bytes], ['k', content.byteLength]);
}

export async function ifNoneMatch(open: OpenStore) {
  const store = open();
  await store.put('k', bytesOf('one'), { ifNoneMatch: '*' });
  // The same content is no exception: another process has written it.
  await isRefused(() => store.put('k', bytesOf('one'), { ifNoneMatch: '*' }));
}

export async function ifMatch(open: OpenStore) {
  const store = open();
  const { etag } = await store.put('k', bytesOf('one'));
  await isRefused(() => store.put('other', bytesOf('x'), { ifMatch: etag }));
  await store.put('k', bytesOf('two'), { ifMatch: etag });
  await isRefused(() => store.put('k', bytesOf('three'), { ifMatch: etag }));
  await store.delete('k');
  await isRefused(() => store.put('k', bytesOf('three'), { ifMatch: etag }));
}

async function conflictChangesNothing(open: OpenStore) {
  const store = open();
  const { etag } = await store.put('k', bytesOf('one'));
  await store.put('k', bytesOf('two'));
  await isRefused(() => store.put('k', bytesOf('three'), { ifMatch: etag }));
  await isRefused(() => store.put('new', bytesOf('three'), { ifMatch: etag }));
  strictEqual(textOf((await store.get('k')).content), 'two');
  deepStrictEqual(await store.list(''), ['k']);
}

async function deletes(open: OpenStore) {
  const store = open();
  for (const key of ['a/b', 'a/bc', 'a/b2/c']) await store.put(key, bytesOf('x'));
  await store.delete('a/b');
  await store.delete('a/b');
  await store.delete('never/there');
  await store.delete('a');
  deepStrictEqual(await store.list(''), ['a/b2/c', 'a/bc']);
  await rejects(store.get('a/b'), hasCode('artifact-not-found'));
}

async function createdAnew(open: OpenStore) {
  const store = open();
  await store.put('a/b/c', bytesOf('one'), { ifNoneMatch: '*' });
  await store.delete('a/b/c');
  await store.put('a/b/c', bytesOf('two'), { ifNoneMatch: '*' });
  strictEqual(textOf((await store.get('a/b/c')).content), 'two');
}

async function bigContent(open: OpenStore) {
  const random = new Random(7);
  const content = new Uint8Array(20_000_000);
  for (let at = 0; at < content.length; at += 997) content[at] = random.integer(256);
  const { bytes } = await open().put('big', content);
  strictEqual(bytes, content.length);
  ok(Buffer.compare((await open().get('big')).content, content) === 0, 'expected the same bytes');
}
