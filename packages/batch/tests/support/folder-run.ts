import { FileBulkStore, FileStore } from '@dqs/core';

import type { RunStore } from '../../src/index.js';

/** The place of a run in a folder. */
export function bulkStores(folder: string): RunStore {
  return { artifacts: new FileStore(folder), bulk: new FileBulkStore(folder) };
}
