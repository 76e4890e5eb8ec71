import type { BatchSettings } from '../options.js';
import { workersFor } from '../options.js';
import type { Shard, ShardProcess, ShardResult } from '../shard.js';
import { copyPart, type PartCopy } from '../state/part-file.js';
import { WorkerCrash, WorkerPool } from '../workers/worker-pool.js';
import { performTask, type PartPath, type ShardTask, type StoredResult, type TaskAnswer } from './shard-task.js';

/** The settings that say where work is done. */
export type WorkSettings = Pick<BatchSettings, 'process' | 'workers' | 'isolation' | 'memoryLimitMb'>;

/** Performs the tasks of a run, on this thread or in workers. */
export class ShardWork {
  /** Number of shards to keep in progress at a time. */
  readonly width: number;
  /** Workers; 0 if the work is done on this thread. */
  readonly workers: number;
  readonly #perform: (task: ShardTask) => Promise<TaskAnswer>;
  readonly #pool: WorkerPool<ShardTask, TaskAnswer> | undefined;

  /** Starts the workers the options request. */
  static start(settings: WorkSettings, inputBytes: number): ShardWork {
    const { process, isolation, memoryLimitMb } = settings;
    if (typeof process === 'function') return new ShardWork(process);
    const { entry, data } = process;
    const workers = workersFor(settings.workers, inputBytes);
    return new ShardWork(new WorkerPool({ entry, data, workers, isolation, memoryLimitMb }), isolation === 'processes');
  }

  private constructor(by: ShardProcess | WorkerPool<ShardTask, TaskAnswer>, copiesShards = false) {
    if (typeof by === 'function') {
      [this.width, this.workers] = [1, 0];
      this.#perform = oneByOne((task) => performTask(by, task));
    } else {
      [this.width, this.workers, this.#pool] = [2 * by.size, by.size, by];
      this.#perform = (task) => by.run(copiesShards ? withoutSharedMemory(task) : task);
    }
  }

  /** Processes a shard and writes its output to a part. */
  store(shard: Shard, part: PartPath): Promise<StoredResult> {
    return this.#perform({ kind: 'store', shard, part }) as Promise<StoredResult>;
  }

  /** Processes a shard and returns its output. */
  compute(shard: Shard): Promise<ShardResult> {
    return this.#perform({ kind: 'compute', shard }) as Promise<ShardResult>;
  }

  /** Copies a part to its place. */
  async copy(copy: PartCopy): Promise<void> {
    try {
      await this.#perform({ kind: 'copy', copy });
    } catch (error) {
      if (!(error instanceof WorkerCrash)) throw error;
      // The worker crashed on another shard it was processing.
      copyPart(copy);
    }
  }

  close(): Promise<void> {
    return this.#pool?.close() ?? Promise.resolve();
  }
}

/** Runs jobs one after another, as workers do. */
export function oneByOne<Task, Answer>(run: (task: Task) => Promise<Answer>): (task: Task) => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const answer = last.then(() => run(task));
    last = answer.catch(() => undefined);
    return answer;
  };
}

/** A pipe to another process takes no shared memory. */
function withoutSharedMemory(task: ShardTask): ShardTask {
  return task.kind === 'copy' ? task : { ...task, shard: { ...task.shard, bytes: task.shard.bytes.slice() } };
}
