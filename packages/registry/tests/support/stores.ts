import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FileStore, MemoryStore, type ArtifactStore } from '@dqs/core';

/** Kinds of store that every behaviour must hold for, for `describe.each`. */
export const STORES = ['memory', 'a folder'] as const;

const folders: string[] = [];

/** An empty store of that kind; `removeStores` removes it. */
export function newStore(kind: (typeof STORES)[number]): ArtifactStore {
  if (kind === 'memory') return new MemoryStore();
  const folder = mkdtempSync(join(tmpdir(), 'dqs-registry-'));
  folders.push(folder);
  return new FileStore(folder);
}

/** Removes the folders of all stores made so far. */
export function removeStores(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
