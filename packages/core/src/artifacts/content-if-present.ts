import { DqsError } from '../errors/dqs-error.js';
import type { ArtifactStore } from './artifact-store.js';

/** The bytes under a key of a store; undefined where it holds nothing. */
export async function contentIfPresent(store: ArtifactStore, key: string): Promise<Uint8Array | undefined> {
  try {
    return (await store.get(key)).content;
  } catch (error) {
    if (DqsError.is(error) && error.code === 'artifact-not-found') return undefined;
    throw error;
  }
}
