import { performTask, type ShardTask, type TaskAnswer } from './run/shard-task.js';
import type { ShardProcess } from './shard.js';
import { serveTasks } from './workers/serve.js';

/**
 * Turns the calling module into a worker of {@link runBatch}.
 *
 * @param start takes the data of the `process` option and returns the function that processes each shard.
 *
 * @example
 * // worker.mjs
 * import { perRecord, serveShards } from '@dqs/batch';
 *
 * serveShards(() => perRecord((text) => `${text.toUpperCase()}\n`));
 */
export function serveShards<Data>(start: (data: Data) => ShardProcess | Promise<ShardProcess>): void {
  serveTasks<Data, ShardTask, TaskAnswer>(async (data) => {
    const process = await start(data);
    return (task) => performTask(process, task);
  });
}
