import type { ShardProcess } from './shard.js';
import { serveTasks } from './workers/serve.js';

/**
 * Makes the module that calls it a worker of {@link runBatch}.
 *
 * @param start given the data of the option `process`, makes what each shard goes through.
 *
 * @example
 * // worker.mjs
 * import { perRecord, serveShards } from '@dqs/batch';
 *
 * serveShards(() => perRecord((text) => `${text.toUpperCase()}\n`));
 */
export function serveShards<Data>(start: (data: Data) => ShardProcess | Promise<ShardProcess>): void {
  serveTasks(start, { transfer: ({ output }) => transferable(output) });
}

/** The memory of an output, where it is the whole of it: a part of something larger is copied. */
function transferable(output: Uint8Array): ArrayBuffer[] {
  const { buffer } = output;
  return buffer instanceof ArrayBuffer && buffer.byteLength === output.byteLength ? [buffer] : [];
}
