import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import type { ArtifactStore } from '../artifacts/artifact-store.js';
import { bytesOf, hasCode, textOf, type ArtifactStoreCase, type OpenStore } from './artifact-store-case.js';

/** What a store promises to writers and readers at the same time. */
export const CONCURRENT_PUT_CASES: readonly ArtifactStoreCase[] = [
  { title: 'of many concurrent puts of a new key exactly one wins', run: oneCreator },
  { title: 'of many concurrent puts over the same content exactly one wins', run: oneReplacer },
  { title: 'concurrent appends with ifMatch lose none and repeat none', run: appendsAll },
  { title: 'concurrent puts without a condition leave one of the contents whole', run: wholeContents },
  { title: 'a read during a write returns a whole content', run: readsWhole },
];

const HANDS = 16;

async function oneCreator(open: OpenStore) {
  const outcomes = await allAtOnce((hand) => open().put('new/k', bytesOf(`${hand}`), { ifNoneMatch: '*' }));
  await assertOneWinner(outcomes, open(), 'new/k');
}

async function oneReplacer(open: OpenStore) {
  const { etag } = await open().put('k', bytesOf('old'));
  const outcomes = await allAtOnce((hand) => open().put('k', bytesOf(`${hand}`), { ifMatch: etag }));
  await assertOneWinner(outcomes, open(), 'k');
}

async function appendsAll(open: OpenStore) {
  await open().put('names', bytesOf('|'));
  const outcomes = await allAtOnce(async (hand) => {
    const store = open();
    for (;;) {
      const { content, etag } = await store.get('names');
      // What a caller does whose write may have taken effect: it looks.
      if (textOf(content).includes(`|${hand}|`)) return;
      try {
        await store.put('names', bytesOf(`${textOf(content)}${hand}|`), { ifMatch: etag });
      } catch (error) {
        if (!hasCode('artifact-conflict')(error) && !hasCode('artifact-unknown')(error)) throw error;
      }
    }
  });
  deepStrictEqual(
    outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : [])),
    [],
  );
  const names = textOf((await open().get('names')).content)
    .split('|')
    .slice(1, -1);
  deepStrictEqual(
    names.map(Number).sort((a, b) => a - b),
    Array.from({ length: HANDS }, (_, hand) => hand),
  );
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
  })().finally(() => {
    // A write that fails ends the reading, too.
    isWriting = false;
  });
  while (isWriting) {
    const { content } = await reader.get('k');
    ok(content.byteLength === 50_000 && new Set(content).size === 1, 'expected one whole content');
  }
  await writing;
}

/** Starts all attempts before any has ended. */
function allAtOnce<T>(attempt: (hand: number) => Promise<T>): Promise<PromiseSettledResult<T>[]> {
  return Promise.allSettled(Array.from({ length: HANDS }, (_, hand) => attempt(hand)));
}

async function assertOneWinner(outcomes: readonly PromiseSettledResult<unknown>[], store: ArtifactStore, key: string) {
  const winners = outcomes.flatMap(({ status }, hand) => (status === 'fulfilled' ? [hand] : []));
  strictEqual(winners.length, 1);
  for (const outcome of outcomes) if (outcome.status === 'rejected') ok(hasCode('artifact-conflict')(outcome.reason));
  strictEqual(textOf((await store.get(key)).content), `${winners[0]}`);
}
