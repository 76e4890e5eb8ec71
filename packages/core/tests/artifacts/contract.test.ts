import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FileStore, MemoryStore } from '../../src/index.js';
import { ARTIFACT_STORE_CONTRACT, type OpenStore } from '../../src/testing/index.js';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Places by kind of store, each empty and new. */
const PLACES: Readonly<Record<string, () => OpenStore>> = {
  FileStore: () => {
    const folder = mkdtempSync(join(tmpdir(), 'dqs-store-'));
    folders.push(folder);
    return () => new FileStore(join(folder, 'store'));
  },
  MemoryStore: () => {
    const store = new MemoryStore();
    return () => store;
  },
};

describe.each(Object.keys(PLACES))('%s', (name) => {
  for (const { title, run } of ARTIFACT_STORE_CONTRACT) {
    it(title, () => run(PLACES[name]!()));
  }
});
