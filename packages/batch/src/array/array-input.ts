import { DqsError, type BulkStore } from '@dqs/core';

import { FileBytes } from '../source/file-bytes.js';
import type { ByteSpan, InputBytes } from '../source/input-bytes.js';
import { StoredBytes } from '../source/stored-bytes.js';

/** An input of which any span can be read by itself. */
export interface ArrayInput {
  /** Name for messages and files. */
  readonly name: string;
  /** @param span what to read. @default all */
  bytes(span?: ByteSpan): InputBytes;
  /**
   * Size in bytes.
   *
   * @throws DqsError `input-not-found`.
   */
  size(): Promise<number>;
}

/** A file that every task finds at its path. */
export function fileInput(path: string): ArrayInput {
  return { name: path, bytes: (span) => new FileBytes(path, span), size: () => new FileBytes(path).size() };
}

/**
 * An object of a store.
 *
 * @param name for messages and files, such as its URL.
 */
export function storedInput(store: BulkStore, key: string, name: string): ArrayInput {
  return {
    name,
    bytes: (span) => new StoredBytes(store, key, name, span),
    async size() {
      const found = await store.stat(key);
      if (found !== undefined) return found.bytes;
      throw new DqsError('input-not-found', `there is no object ${name}; check its address`, { details: { key } });
    },
  };
}
