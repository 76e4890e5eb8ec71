/**
 * Memory of shards: shared with workers, so that nothing is copied on the way to them, and used again, since fresh pages
 * cost as much as the reading and the collector cannot see how large shared memory is.
 */
export class ShardMemory {
  readonly #free: SharedArrayBuffer[] = [];

  /** Memory for `size` bytes or more. */
  take(size: number): Buffer {
    for (let memory = this.#free.pop(); memory !== undefined; memory = this.#free.pop()) {
      if (memory.byteLength >= size) return Buffer.from(memory);
    }
    return Buffer.from(new SharedArrayBuffer(size));
  }

  /** Takes back the memory that `bytes` are a view of. */
  release({ buffer }: Uint8Array): void {
    if (buffer instanceof SharedArrayBuffer && !this.#free.includes(buffer)) this.#free.push(buffer);
  }
}
