import { deepStrictEqual, notStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';

import type { ArtifactStore } from '../artifacts/artifact-store.js';
import type { ErrorCode } from '../errors/catalogue.js';
import { DqsError } from '../errors/dqs-error.js';
import { Random } from '../random.js';

/** Opens a store on a place; two calls give two store objects on the same place, as two processes would have. */
export type OpenStore = () => ArtifactStore;

/** One promise of the contract: a title that reads as a fact, and the check, which throws where it does not hold. */
export interface ArtifactStoreCase {
  readonly title: string;
  /** @param open stores on a place that is empty when the check begins, a new one for every check. */
  readonly run: (open: OpenStore) => Promise<void>;
}

/**
 * The checks every {@link ArtifactStore} passes, ours and others'. They use no test runner of their own.
 *
 * @example
 * for (const { title, run } of ARTIFACT_STORE_CONTRACT) it(title, () => run(newPlace()));
 */
export const ARTIFACT_STORE_CONTRACT: readonly ArtifactStoreCase[] = [
  { title: 'gives back the bytes that were put, also none and all 256', run: givesBack },
  { title: 'a put over an old content replaces it and changes the etag', run: replaces },
  { title: 'another store on the same place sees what was put', run: sharedPlace },
  { title: 'keeps a copy: changing bytes that went in or came out changes nothing', run: keepsCopy },
  { title: 'a key that holds nothing is not found by get and undefined in head', run: notFound },
  { title: 'head tells size and etag of what get gives', run: headAgrees },
  { title: 'ifNoneMatch writes where there is nothing and conflicts where there is something', run: ifNoneMatch },
  { title: 'ifMatch writes over that content only, and never where there is nothing', run: ifMatch },
  { title: 'a put that conflicts changes nothing', run: conflictChangesNothing },
  { title: 'of many puts of a new key at once exactly one wins', run: oneCreator },
  { title: 'of many puts over the same content at once exactly one wins', run: oneReplacer },
  { title: 'counting up by ifMatch in many hands loses nothing', run: countsUp },
  { title: 'puts without a condition at once leave one of the contents whole', run: wholeContents },
  { title: 'reading while writing gives whole contents', run: readsWhole },
  { title: 'list finds by the start of the key, all at once and in order of bytes', run: lists },
  { title: 'list finds more keys than a page of any cloud holds', run: listsMany },
  { title: 'list of what no key starts with is empty', run: listsNothing },
  { title: 'delete removes one key, and may be repeated', run: deletes },
  { title: 'a deleted key can be created anew', run: createdAnew },
  { title: 'refuses keys that not every store could hold', run: oddKeys },
  { title: 'accepts the longest and the oddest keys that it has to', run: edgeKeys },
  { title: 'keeps a content of 20 million bytes', run: bigContent },
];

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text));
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const HANDS = 12;
const MORE_THAN_A_PAGE = 1001;

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

async function ifNoneMatch(open: OpenStore) {
  const store = open();
  await store.put('k', bytesOf('one'), { ifNoneMatch: '*' });
  // The same content is no exception: somebody else has written it.
  await rejects(store.put('k', bytesOf('one'), { ifNoneMatch: '*' }), hasCode('artifact-conflict'));
}

async function ifMatch(open: OpenStore) {
  const store = open();
  const { etag } = await store.put('k', bytesOf('one'));
  await rejects(store.put('other', bytesOf('x'), { ifMatch: etag }), hasCode('artifact-conflict'));
  await store.put('k', bytesOf('two'), { ifMatch: etag });
  await rejects(store.put('k', bytesOf('three'), { ifMatch: etag }), hasCode('artifact-conflict'));
  await store.delete('k');
  await rejects(store.put('k', bytesOf('three'), { ifMatch: etag }), hasCode('artifact-conflict'));
}

async function conflictChangesNothing(open: OpenStore) {
  const store = open();
  const { etag } = await store.put('k', bytesOf('one'));
  await store.put('k', bytesOf('two'));
  await rejects(store.put('k', bytesOf('three'), { ifMatch: etag }), hasCode('artifact-conflict'));
  await rejects(store.put('new', bytesOf('three'), { ifMatch: etag }), hasCode('artifact-conflict'));
  strictEqual(textOf((await store.get('k')).content), 'two');
  deepStrictEqual(await store.list(''), ['k']);
}

async function oneCreator(open: OpenStore) {
  const outcomes = await allAtOnce((hand) => open().put('new/k', bytesOf(`${hand}`), { ifNoneMatch: '*' }));
  await assertOneWinner(outcomes, open(), 'new/k');
}

async function oneReplacer(open: OpenStore) {
  const { etag } = await open().put('k', bytesOf('old'));
  const outcomes = await allAtOnce((hand) => open().put('k', bytesOf(`${hand}`), { ifMatch: etag }));
  await assertOneWinner(outcomes, open(), 'k');
}

async function countsUp(open: OpenStore) {
  await open().put('count', bytesOf('0'));
  const outcomes = await allAtOnce(async () => {
    const store = open();
    for (;;) {
      const { content, etag } = await store.get('count');
      try {
        return await store.put('count', bytesOf(`${Number(textOf(content)) + 1}`), { ifMatch: etag });
      } catch (error) {
        if (!hasCode('artifact-conflict')(error)) throw error;
      }
    }
  });
  deepStrictEqual(
    outcomes.map(({ status }) => status).filter((status) => status !== 'fulfilled'),
    [],
  );
  strictEqual(textOf((await open().get('count')).content), `${HANDS}`);
}

async function wholeContents(open: OpenStore) {
  await allAtOnce((hand) => open().put('k', new Uint8Array(50_000).fill(hand)));
  const { content } = await open().get('k');
  strictEqual(content.byteLength, 50_000);
  strictEqual(new Set(content).size, 1);
}

async function readsWhole(open: OpenStore) {
  const [writer, reader] = [open(), open()];
  await writer.put('k', new Uint8Array(50_000));
  let isWriting = true;
  const writing = (async () => {
    for (let value = 1; value <= HANDS; value += 1) await writer.put('k', new Uint8Array(50_000).fill(value));
    isWriting = false;
  })();
  while (isWriting) {
    const { content } = await reader.get('k');
    ok(content.byteLength === 50_000 && new Set(content).size === 1, 'expected one whole content');
  }
  await writing;
}

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

async function bigContent(open: OpenStore) {
  const random = new Random(7);
  const content = new Uint8Array(20_000_000);
  for (let at = 0; at < content.length; at += 997) content[at] = random.integer(256);
  const { bytes } = await open().put('big', content);
  strictEqual(bytes, content.length);
  ok(Buffer.compare((await open().get('big')).content, content) === 0, 'expected the same bytes');
}

/** One attempt in each hand, all begun before any has ended. */
function allAtOnce<T>(attempt: (hand: number) => Promise<T>): Promise<PromiseSettledResult<T>[]> {
  return Promise.allSettled(Array.from({ length: HANDS }, (_, hand) => attempt(hand)));
}

async function assertOneWinner(outcomes: readonly PromiseSettledResult<unknown>[], store: ArtifactStore, key: string) {
  const winners = outcomes.flatMap(({ status }, hand) => (status === 'fulfilled' ? [hand] : []));
  strictEqual(winners.length, 1);
  for (const outcome of outcomes) if (outcome.status === 'rejected') ok(hasCode('artifact-conflict')(outcome.reason));
  strictEqual(textOf((await store.get(key)).content), `${winners[0]}`);
}

function hasCode(code: ErrorCode) {
  return (error: unknown) => DqsError.is(error) && error.code === code;
}
