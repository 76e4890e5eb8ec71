/**
 * Memory of shards. It is shared with workers, so nothing is copied on the way to them, and it is reused, since fresh
 * pages cost as much as the reading and the garbage collector cannot see the size of shared memory.
 */
export class ShardMemory {
  readonly #free: SharedArrayBuffer[] = [];

  /** Returns memory for at least `size` bytes. */
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
