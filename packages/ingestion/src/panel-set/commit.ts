import { setTimeout as sleep } from 'node:timers/promises';

import { DqsError, throwIfAborted, type ArtifactStore, type Hooks } from '@dqs/core';

import { KEYS } from './layout.js';
import { encodeManifest, readManifest, type PanelSetManifest } from './manifest.js';

/** Hooks of whatever changes a manifest. */
export interface CommitHooks extends Pick<Hooks, 'signal'> {
  /** Waits before another attempt, the first of which is 1. @default up to a second at random */
  readonly pause?: (attempt: number) => Promise<void>;
}

/** What became of a change. */
export interface CommittedManifest {
  readonly manifest: PanelSetManifest;
  /** Whether there was anything to change. */
  readonly hasChanged: boolean;
}

/** Each lost race is one that somebody has won, so that this many are lost by a task that something else keeps from winning. */
const ATTEMPTS = 1000;

/**
 * Changes the manifest of a set by one conditional put, and makes the change anew on what a faster writer has left.
 *
 * @param change a pure function; what it throws ends the attempt, and nothing has changed.
 * @throws DqsError `artifact-unknown` if the answer of the store was lost and the manifest does not show the change: it may
 * have been there and have been replaced. Making it again is harmless. `artifact-conflict` if every race was lost.
 */
export async function commitManifest(
  store: ArtifactStore,
  change: (manifest: PanelSetManifest) => PanelSetManifest,
  { signal, pause = pauseAtRandom }: CommitHooks = {},
): Promise<CommittedManifest> {
  for (let attempt = 1; ; attempt += 1) {
    throwIfAborted(signal);
    const { etag, ...found } = await readManifest(store);
    const manifest = change(found);
    const text = encodeManifest(manifest);
    if (etag !== undefined && text === encodeManifest(found)) return { manifest, hasChanged: false };
    if (etag === undefined && manifest.objects.length === 0) return { manifest, hasChanged: false };
    try {
      await store.put(KEYS.manifest, Buffer.from(text), etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: etag });
      return { manifest, hasChanged: true };
    } catch (error) {
      if (!DqsError.is(error)) throw error;
      if (error.code === 'artifact-unknown' && (await shows(store, change))) return { manifest, hasChanged: true };
      if (error.code !== 'artifact-conflict' || attempt >= ATTEMPTS) throw error;
    }
    await pause(attempt);
  }
}

/** Whether the manifest is what the change would make of it. */
async function shows(store: ArtifactStore, change: (manifest: PanelSetManifest) => PanelSetManifest) {
  const { etag, ...found } = await readManifest(store);
  return etag !== undefined && encodeManifest(change(found)) === encodeManifest(found);
}

/** Each waits another time, so that those who failed together do not meet again. */
async function pauseAtRandom(attempt: number): Promise<void> {
  await sleep(Math.random() * Math.min(10 * 2 ** Math.min(attempt, 7), 1000));
}
