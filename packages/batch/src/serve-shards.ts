import { performTask, type ShardTask, type TaskAnswer } from './run/shard-task.js';
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
  serveTasks<Data, ShardTask, TaskAnswer>(async (data) => {
    const process = await start(data);
    return (task) => performTask(process, task);
  });
}
