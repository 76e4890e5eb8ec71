import type { Shard, ShardProcess, ShardResult } from '../shard.js';
import { copyPart, describePart, sha256, writePart, type PartCopy, type PartFile } from '../state/part-file.js';
import { serveTasks } from '../workers/serve.js';

/** Result of a shard whose output is in a file; survives a structured clone. */
export interface StoredResult extends Omit<ShardResult, 'output'> {
  /** sha256 of the shard's bytes in the input. */
  readonly inputSha256: string;
  readonly output: PartFile;
}

/** Where {@link storeResult} puts an output; undefined if it is not kept. */
export type PartPath = string | undefined;

/** A task for a worker. Everything that takes a noticeable time is done there, so that the reader is never held up. */
export type ShardTask =
  /** Process a shard and, with `part`, also write the output to that part. */
  | { readonly kind: 'store'; readonly shard: Shard; readonly part: PartPath }
  /** Process a shard and return the output. */
  | { readonly kind: 'compute'; readonly shard: Shard }
  /** Copy a part to its place in a final file. */
  | { readonly kind: 'copy'; readonly copy: PartCopy };

/** Answers by kind of task: {@link StoredResult}, {@link ShardResult}, nothing. */
export type TaskAnswer = StoredResult | ShardResult | undefined;

/** Performs a task. */
export async function performTask(process: ShardProcess, task: ShardTask): Promise<TaskAnswer> {
  if (task.kind === 'copy') return copyPart(task.copy) as undefined;
  const result = await process(task.shard);
  // A copy: several results are awaited at a time, and the process reuses the memory of its output.
  if (task.kind === 'compute') return { ...result, output: new Uint8Array(result.output) };
  return storeResult(task.shard, result, task.part);
}

/**
 * Writes the output of a shard and describes it.
 *
 * @throws DqsError `output-not-writable`.
 */
export function storeResult(shard: Shard, { output, rows, rejected }: ShardResult, part: PartPath): StoredResult {
  if (part !== undefined) writePart(part, output);
  return { rows, rejected, inputSha256: sha256(shard.bytes), output: describePart(output) };
}

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
