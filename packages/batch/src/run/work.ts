import type { BatchSettings } from '../options.js';
import { workersFor } from '../options.js';
import type { Shard, ShardResult } from '../shard.js';
import { WorkerPool } from '../workers/worker-pool.js';

/** Runs shards, on this thread or in workers. */
export interface ShardWork {
  /** Shards that are worth having in work at a time. */
  readonly width: number;
  /** Workers; 0 where the work is done on this thread. */
  readonly workers: number;
  run(shard: Shard): Promise<ShardResult>;
  close(): Promise<void>;
}

/** The work that the options ask for. */
export function startWork(settings: BatchSettings, inputBytes: number): ShardWork {
  const { process, isolation, memoryLimitMb } = settings;
  if (typeof process === 'function') {
    return { width: 1, workers: 0, run: async (shard) => process(shard), close: async () => {} };
  }
  const { entry, data } = process;
  const workers = workersFor(settings.workers, inputBytes);
  const pool = new WorkerPool<Shard, ShardResult>({ entry, data, workers, isolation, memoryLimitMb });
  return { width: 2 * workers, workers, run: (shard) => pool.run(shard), close: () => pool.close() };
}
