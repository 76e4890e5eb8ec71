import { createHash } from 'node:crypto';

import { compareText } from '../text-order.js';
import { artifactNotFound, assertCondition } from './artifact-errors.js';
import { assertArtifactKey } from './artifact-key.js';
import type { ArtifactHead, ArtifactStore, PutCondition, StoredArtifact } from './artifact-store.js';

/** An artifact store in the memory of this process: for tests, examples and registries that need not outlive it. */
export class MemoryStore implements ArtifactStore {
  readonly #artifacts = new Map<string, StoredArtifact>();

  async get(key: string): Promise<StoredArtifact> {
    assertArtifactKey(key);
    const found = this.#artifacts.get(key);
    if (!found) throw artifactNotFound(key, 'memory');
    return { ...found, content: found.content.slice() };
  }

  async put(key: string, content: Uint8Array, condition: PutCondition = {}): Promise<ArtifactHead> {
    assertArtifactKey(key);
    // No await between check and write: that is what makes it one step.
    assertCondition(key, condition, this.#artifacts.get(key)?.etag);
    const head = { key, etag: contentEtag(content), bytes: content.byteLength };
    this.#artifacts.set(key, { ...head, content: Uint8Array.from(content) });
    return head;
  }

  async head(key: string): Promise<ArtifactHead | undefined> {
    assertArtifactKey(key);
    const found = this.#artifacts.get(key);
    return found && { key, etag: found.etag, bytes: found.bytes };
  }

  async list(prefix: string): Promise<readonly string[]> {
    return [...this.#artifacts.keys()].filter((key) => key.startsWith(prefix)).sort(compareText);
  }

  async delete(key: string): Promise<void> {
    assertArtifactKey(key);
    this.#artifacts.delete(key);
  }
}

/** The etag of stores that name a content by its sha256. */
export function contentEtag(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
