import { createHash } from 'node:crypto';
import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';

import type { ArtifactStore } from '../artifacts/artifact-store.js';
import type { BulkStore } from '../artifacts/bulk-store.js';
import { checkedPieces } from '../artifacts/checked-pieces.js';
import { Random } from '../random.js';
import { bytesOf, hasCode, textOf } from './artifact-store-case.js';

/** Opens both contracts on one place. */
export interface OpenBulkStore {
  readonly bulk: () => BulkStore;
  readonly artifacts: () => ArtifactStore;
}

/** One promise of the contract: a title that states a fact, and the check, which throws if the fact does not hold. */
export interface BulkStoreCase {
  readonly title: string;
  /** @param open opens stores on a place that is empty when the check begins, a new place for every check. */
  readonly run: (open: OpenBulkStore) => Promise<void>;
}

/** The checks every `BulkStore` passes. They use no test runner of their own. */
export const BULK_STORE_CONTRACT: readonly BulkStoreCase[] = [
  { title: 'read gives the bytes that were written, of an empty object none, and write their sha256', run: givesBack },
  { title: 'an object of 20 million bytes in uneven pieces, one buffer used again for all of them', run: bigObject },
  { title: 'ranges are those of the bytes; beyond the end there is nothing', run: ranges },
  { title: 'a range that is none is an invalid argument', run: badRanges },
  { title: 'of a key that holds nothing, stat is undefined and read fails with artifact-not-found', run: notFound },
  { title: 'a writing whose pieces fail passes the error on and changes nothing', run: failingPieces },
  { title: 'a write replaces the object', run: replaces },
  { title: 'an artifact store on the same place sees the object, and the other way round', run: sharedPlace },
  { title: 'a reader may leave early', run: leavesEarly },
  { title: 'refuses keys that not every store could hold', run: oddKeys },
];

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(Uint8Array.from(piece));
  return new Uint8Array(Buffer.concat(all));
}

async function givesBack({ bulk }: OpenBulkStore) {
  for (const content of [new Uint8Array(0), Uint8Array.from({ length: 256 }, (_, i) => i), bytesOf('text')]) {
    const written = await bulk().write('a/b', [content]);
    deepStrictEqual(written, { key: 'a/b', bytes: content.byteLength, sha256: sha256(content) });
    deepStrictEqual(await whole(checkedPieces(bulk().read('a/b'), written)), content);
    deepStrictEqual(await bulk().stat('a/b'), { key: 'a/b', bytes: content.byteLength });
  }
  await bulk().write('none', []);
  deepStrictEqual(await whole(bulk().read('none')), new Uint8Array(0));
}

async function bigObject({ bulk }: OpenBulkStore) {
  const random = new Random(11);
  const content = new Uint8Array(20_000_000);
  for (let at = 0; at < content.length; at += 997) content[at] = random.integer(256);
  const buffer = new Uint8Array(3_000_001);
  async function* pieces() {
    for (let at = 0; at < content.length; ) {
      const length = Math.min(1 + random.integer(buffer.length), content.length - at);
      buffer.set(content.subarray(at, at + length));
      yield buffer.subarray(0, length);
      buffer.fill(255);
      at += length;
    }
  }
  const written = await bulk().write('big', pieces());
  strictEqual(written.sha256, sha256(content));
  ok(Buffer.compare(await whole(bulk().read('big')), content) === 0, 'expected the same bytes');
  const middle = await whole(bulk().read('big', { start: 8_000_000, end: 17_000_000 }));
  ok(Buffer.compare(middle, content.subarray(8_000_000, 17_000_000)) === 0, 'expected the bytes of the range');
}

async function ranges({ bulk }: OpenBulkStore) {
  await bulk().write('k', [bytesOf('0123'), bytesOf('456789')]);
  const part = async (start?: number, end?: number) => textOf(await whole(bulk().read('k', { start, end } as object)));
  deepStrictEqual(
    [await part(), await part(3), await part(0, 4), await part(3, 5), await part(9), await part(2, 99)],
    ['0123456789', '3456789', '0123', '34', '9', '23456789'],
  );
  deepStrictEqual([await part(4, 4), await part(10), await part(11, 20), await part(0, 0)], ['', '', '', '']);
}

async function badRanges({ bulk }: OpenBulkStore) {
  await bulk().write('k', [bytesOf('x')]);
  for (const range of [{ start: -1 }, { start: 2, end: 1 }, { start: 0.5 }, { end: Number.NaN }, { start: Infinity }]) {
    await rejects(whole(bulk().read('k', range)), hasCode('invalid-argument'));
  }
}

async function notFound({ bulk }: OpenBulkStore) {
  await bulk().write('a/b', [bytesOf('x')]);
  for (const key of ['nothing', 'a', 'a/bb']) {
    strictEqual(await bulk().stat(key), undefined);
    await rejects(whole(bulk().read(key)), hasCode('artifact-not-found'));
    await rejects(whole(bulk().read(key, { start: 0, end: 0 })), hasCode('artifact-not-found'));
  }
}

async function failingPieces({ bulk, artifacts }: OpenBulkStore) {
  async function* pieces(megabytes: number) {
    for (let i = 0; i < megabytes; i += 1) yield new Uint8Array(1_000_000);
    throw new Error('the source is gone');
  }
  await bulk().write('old', [bytesOf('old')]);
  for (const megabytes of [0, 1, 12]) {
    for (const key of ['new', 'old']) await rejects(bulk().write(key, pieces(megabytes)), /the source is gone/);
  }
  deepStrictEqual(await artifacts().list(''), ['old']);
  strictEqual(textOf(await whole(bulk().read('old'))), 'old');
}

async function replaces({ bulk }: OpenBulkStore) {
  await bulk().write('k', [new Uint8Array(9_000_000)]);
  await bulk().write('k', [bytesOf('short')]);
  strictEqual(textOf(await whole(bulk().read('k'))), 'short');
}

async function sharedPlace({ bulk, artifacts }: OpenBulkStore) {
  await bulk().write('a/bulk', [bytesOf('streamed')]);
  strictEqual(textOf((await artifacts().get('a/bulk')).content), 'streamed');
  await artifacts().put('a/put', bytesOf('put'), { ifNoneMatch: '*' });
  strictEqual(textOf(await whole(bulk().read('a/put'))), 'put');
  deepStrictEqual(await artifacts().list('a/'), ['a/bulk', 'a/put']);
  const { etag } = (await artifacts().head('a/bulk'))!;
  await artifacts().put('a/bulk', bytesOf('replaced'), { ifMatch: etag });
  strictEqual(textOf(await whole(bulk().read('a/bulk'))), 'replaced');
}

async function leavesEarly({ bulk }: OpenBulkStore) {
  await bulk().write('big', [new Uint8Array(9_000_000)]);
  for await (const piece of bulk().read('big')) {
    ok(piece.byteLength > 0);
    break;
  }
  strictEqual((await bulk().stat('big'))?.bytes, 9_000_000);
}

async function oddKeys({ bulk }: OpenBulkStore) {
  for (const key of ['', '/a', '../a', 'a//b', '.a', 'a b', 'a\0b', 'ä', 'a'.repeat(201)]) {
    await rejects(async () => bulk().write(key, [bytesOf('x')]), hasCode('invalid-argument'));
    await rejects(async () => whole(bulk().read(key)), hasCode('invalid-argument'));
    await rejects(async () => bulk().stat(key), hasCode('invalid-argument'));
  }
}
