import { createHash } from 'node:crypto';

import { MemoryStore, type BulkStore } from '@dqs/core';

import type { RunManifest, RunStore } from '../../src/index.js';

/** The place of a run in memory, both contracts on one. */
export function memoryRun(): RunStore & { readonly artifacts: MemoryStore } {
  const artifacts = new MemoryStore();
  return { artifacts, bulk: bulkIn(artifacts) };
}

function bulkIn(store: MemoryStore): BulkStore {
  return {
    stat: (key) => store.head(key),
    async *read(key, { start = 0, end = Infinity } = {}) {
      const { content } = await store.get(key);
      // In odd pieces, as a network brings them.
      for (let at = start; at < Math.min(end, content.length); at += 3001) {
        yield content.slice(at, Math.min(at + 3001, end));
      }
    },
    async write(key, pieces) {
      const all: Uint8Array[] = [];
      for await (const piece of pieces) all.push(piece.slice());
      const content = Buffer.concat(all);
      await store.put(key, content);
      return { key, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
    },
  };
}

/** Two files as a reader of the manifest sees them, and the manifest itself. */
export async function readerView({ artifacts }: RunStore): Promise<{ output: string; dead: string; manifest: string }> {
  const text = async (key: string) => Buffer.from((await artifacts.get(key)).content).toString('latin1');
  const manifest = await text('manifest.json');
  const { parts, dead, output_header, dead_letter_header } = JSON.parse(manifest) as RunManifest;
  const whole = async (header: string, list: RunManifest['parts']) =>
    header + (await Promise.all(list.map(({ key }) => text(key)))).join('');
  return {
    output: await whole(output_header, parts),
    dead: dead.length === 0 ? '' : await whole(dead_letter_header, dead),
    manifest,
  };
}
