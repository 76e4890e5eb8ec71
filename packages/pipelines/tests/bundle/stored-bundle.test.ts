import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DqsError, FileStore, MemoryStore, type ArtifactStore } from '@dqs/core';

import {
  assertFreeForBundle,
  Forecaster,
  readBundleBytes,
  readStoredBundle,
  readStoredBytes,
  storeBundle,
  trainModel,
  writeBundle,
  type BundleContent,
} from '../../src/index.js';
import { FIRST_DAY, madePanel } from '../support/panels.js';

const PLACE = 's3://bucket/model';
const panel = madePanel({ datasets: 2, rules: 2, days: 80 });
let folder: string;
let content: BundleContent;
let other: BundleContent;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dqs-stored-'));
  const contents: BundleContent[] = [];
  for (const rounds of [5, 6]) {
    const { bundle, predictor } = await trainModel(panel, { spec: 'classic', rounds, limits: false });
    predictor.model.close();
    contents.push(bundle);
  }
  [content, other] = contents as [BundleContent, BundleContent];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A store whose nth write never takes place, as of a process that was killed. */
function mortal(store: ArtifactStore, deadly: number): ArtifactStore {
  let writes = 0;
  return {
    get: (key) => store.get(key),
    head: (key) => store.head(key),
    list: (prefix) => store.list(prefix),
    delete: (key) => store.delete(key),
    put: (key, bytes, condition) => {
      writes += 1;
      return writes < deadly ? store.put(key, bytes, condition) : Promise.reject(new Error('killed'));
    },
  };
}

describe('a bundle in a store', () => {
  it('has the files of one in a folder, and forecasts the same', async () => {
    await writeBundle(join(folder, 'model'), content);
    const { files } = await readBundleBytes(join(folder, 'model'));
    for (const store of [new MemoryStore(), new FileStore(join(folder, 'store'))]) {
      await storeBundle(store, content, PLACE);
      expect((await readStoredBytes(store, PLACE)).files).toEqual(files);
      const bundle = await readStoredBundle(store, PLACE);
      const rows = new Forecaster(bundle, bundle.history(), 'model').all({ day: FIRST_DAY + 80 });
      expect(rows).toHaveLength(4);
      bundle.predictor.model.close();
    }
  });

  it('is never replaced, and nothing of it changes', async () => {
    const store = new MemoryStore();
    await assertFreeForBundle(store, PLACE);
    await storeBundle(store, content, PLACE);
    const before = await readStoredBytes(store, PLACE);
    const refusal = { code: 'config-invalid', message: expect.stringContaining(`expected nothing at ${PLACE}`) };
    await expect(assertFreeForBundle(store, PLACE)).rejects.toMatchObject(refusal);
    await expect(storeBundle(store, other, PLACE)).rejects.toMatchObject(refusal);
    expect(await readStoredBytes(store, PLACE)).toEqual(before);
  });

  it('cut short at any write is no bundle, and keeps others away', async () => {
    const count = content.modelFiles.size + 4;
    for (let deadly = 1; deadly <= count; deadly += 1) {
      const store = new MemoryStore();
      await expect(storeBundle(mortal(store, deadly), content, PLACE)).rejects.toThrow('killed');
      await expect(readStoredBytes(store, PLACE)).rejects.toMatchObject({
        code: deadly === count ? 'bundle-corrupt' : 'bundle-invalid',
      });
    }
  });

  it('of two writers at once is that of one of them or damaged, never a mixture that is read', async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const store = new MemoryStore();
      const delayed = (by: number): ArtifactStore => ({
        ...mortal(store, Number.POSITIVE_INFINITY),
        put: async (key, bytes, condition) => {
          for (let i = 0; i < by * turn; i += 1) await Promise.resolve();
          return store.put(key, bytes, condition);
        },
      });
      const both = [storeBundle(delayed(1), content, PLACE), storeBundle(delayed(2), other, PLACE)];
      const ended = await Promise.allSettled(both);
      for (const end of ended) {
        if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'config-invalid' });
      }
      const won = ended.filter(({ status }) => status === 'fulfilled').length;
      expect(won).toBeLessThanOrEqual(1);
      if (won === 1) await readStoredBytes(store, PLACE);
    }
  });

  it('is refused with a changed, missing or larger file, which is named', async () => {
    const whole = new MemoryStore();
    await storeBundle(whole, content, PLACE);
    for (const key of await whole.list('')) {
      const bytes = (await whole.get(key)).content;
      const flipped = Uint8Array.from(bytes);
      flipped[0]! ^= 1;
      for (const damaged of [flipped, Buffer.concat([bytes, Buffer.alloc(5000)]), undefined]) {
        await whole.delete(key);
        if (damaged !== undefined) await whole.put(key, damaged);
        const error: unknown = await readStoredBytes(whole, PLACE).catch((thrown: unknown) => thrown);
        expect([key, DqsError.is(error) && /^bundle-(?:corrupt|invalid)$/.test(error.code)]).toEqual([key, true]);
        expect((error as Error).message).toContain(key.replace('.sha256', ''));
      }
      await whole.put(key, bytes);
    }
    await expect(readStoredBytes(new MemoryStore(), PLACE)).rejects.toMatchObject({ code: 'bundle-invalid' });
  });
});
