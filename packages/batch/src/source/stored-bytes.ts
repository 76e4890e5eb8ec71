import { createHash } from 'node:crypto';

import { throwIfAborted, type BulkStore, type Hooks } from '@dqs/core';

import type { SourceIdentity } from './batch-source.js';
import { CHUNK_BYTES, isGzip, ownRoom, sizeAt, type ByteSpan, type InputBytes, type Room } from './input-bytes.js';

/** An input that is an object of a store, or a span of its bytes. */
export class StoredBytes implements InputBytes {
  readonly path: string;
  readonly fault = undefined;
  readonly #store: BulkStore;
  readonly #key: string;
  readonly #span: ByteSpan;

  /** @param path name for messages and files. */
  constructor(store: BulkStore, key: string, path: string, span: ByteSpan = { start: 0, end: Infinity }) {
    [this.#store, this.#key, this.path, this.#span] = [store, key, path, span];
  }

  async identify({ signal }: Pick<Hooks, 'signal'> = {}): Promise<SourceIdentity> {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of this.chunks()) {
      throwIfAborted(signal);
      hash.update(chunk);
      bytes += chunk.length;
    }
    return { name: this.path, bytes, sha256: hash.digest('hex') };
  }

  async isCompressed(): Promise<boolean> {
    const start: Uint8Array[] = [];
    for await (const piece of this.#store.read(this.#key, { start: 0, end: 2 })) start.push(Uint8Array.from(piece));
    return isGzip(Buffer.concat(start));
  }

  /** Pieces of a store have any size; they are put together to chunks of the size that files are read in. */
  async *chunks(onBytes: (bytes: number) => void = () => {}, room: Room = ownRoom()): AsyncGenerator<Buffer> {
    let [total, filled] = [0, 0];
    let [memory, size] = [room(CHUNK_BYTES), sizeAt(this.#span, 0)[0]];
    for await (const piece of this.#store.read(this.#key, this.#span)) {
      for (let at = 0; at < piece.length; ) {
        const count = Math.min(piece.length - at, size - filled);
        memory.set(piece.subarray(at, at + count), filled);
        [at, filled] = [at + count, filled + count];
        if (filled < size) continue;
        total += filled;
        onBytes(total);
        yield memory.subarray(0, filled);
        [memory, size, filled] = [room(CHUNK_BYTES), sizeAt(this.#span, total)[0], 0];
      }
    }
    if (filled === 0) return;
    onBytes(total + filled);
    yield memory.subarray(0, filled);
  }
}
