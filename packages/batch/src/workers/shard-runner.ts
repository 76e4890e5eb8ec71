import { DqsError, type ErrorCode } from '@dqs/core';

import type { BatchEventListener } from '../events.js';
import { storeResult, type PartPath, type StoredResult } from '../run/shard-task.js';
import type { ShardWork } from '../run/work.js';
import { recordCount, sliceShard, type RejectedRecord, type Shard, type ShardResult } from '../shard.js';

/** Errors that no record causes: workers that cannot start, a full disk. */
const OTHERS_FAULTS: ReadonlySet<string> = new Set<ErrorCode>(['batch-worker-failed', 'output-not-writable']);

/**
 * Gets a result for every shard, even if its records crash workers. A shard that fails is retried; if it fails again it
 * is halved, and so are the halves, until the failing records are isolated. They become dead letters.
 */
export class ShardRunner {
  readonly #work: ShardWork;
  readonly #onEvent: BatchEventListener;
  readonly #maxPoisonRecords: number;
  #poisonRecords = 0;

  constructor(work: ShardWork, onEvent: BatchEventListener, maxPoisonRecords: number) {
    this.#work = work;
    this.#onEvent = onEvent;
    this.#maxPoisonRecords = maxPoisonRecords;
  }

  /**
   * Processes a shard and writes its output to a part.
   *
   * @throws DqsError `batch-worker-failed` if more records than allowed crash workers, since the fault is then not in
   * the records; `output-not-writable`.
   */
  async store(shard: Shard, part: PartPath): Promise<StoredResult> {
    const result = await this.#twice(shard, () => this.#work.store(shard, part));
    if (!(result instanceof Error)) return result;
    return storeResult(shard, await this.#isolate(shard, result), part);
  }

  /**
   * Processes a shard and returns its output.
   *
   * @throws DqsError `batch-worker-failed` as {@link store}.
   */
  async compute(shard: Shard): Promise<ShardResult> {
    const result = await this.#twice(shard, () => this.#work.compute(shard));
    return result instanceof Error ? this.#isolate(shard, result) : result;
  }

  async #twice<Result>(shard: Shard, run: () => Promise<Result>): Promise<Result | Error> {
    const first = await attempt(run);
    if (!(first instanceof Error)) return first;
    this.#onEvent({ type: 'retry', shard: shard.index, records: recordCount(shard), message: first.message });
    return attempt(run);
  }

  async #isolate(shard: Shard, error: Error): Promise<ShardResult> {
    const records = recordCount(shard);
    if (records === 1) return this.#reject(shard, error);
    this.#onEvent({ type: 'split', shard: shard.index, records, message: error.message });
    const middle = records >> 1;
    const left = await this.#half(sliceShard(shard, 0, middle));
    const right = await this.#half(sliceShard(shard, middle, records));
    return joinResults(left, right, middle);
  }

  async #half(shard: Shard): Promise<ShardResult> {
    const run = () => this.#work.compute(shard);
    let result = await attempt(run);
    // A record gets a second attempt before it is rejected.
    if (result instanceof Error && recordCount(shard) === 1) result = await this.#twice(shard, run);
    return result instanceof Error ? this.#isolate(shard, result) : result;
  }

  #reject(shard: Shard, error: Error): ShardResult {
    this.#poisonRecords += 1;
    if (this.#poisonRecords > this.#maxPoisonRecords) {
      throw new DqsError(
        'batch-worker-failed',
        `more than ${this.#maxPoisonRecords} records crashed their worker, the last one with: ${error.message}; ` +
          'the cause is probably not in the records',
        { cause: error, details: { record: shard.firstRecord } },
      );
    }
    this.#onEvent({ type: 'poison', record: shard.firstRecord, message: error.message });
    const rejected: RejectedRecord[] =
      shard.faults.length > 0 ? [] : [{ at: 0, reason: 'worker-crashed', message: error.message }];
    return { output: new Uint8Array(0), rows: 0, rejected };
  }
}

function joinResults(left: ShardResult, right: ShardResult, offset: number): ShardResult {
  return {
    output: new Uint8Array(Buffer.concat([left.output, right.output])),
    rows: left.rows + right.rows,
    rejected: [...left.rejected, ...right.rejected.map((record) => ({ ...record, at: record.at + offset }))],
  };
}

/** The result of a run, or the error if a record may have caused it. */
async function attempt<Result>(run: () => Promise<Result>): Promise<Result | Error> {
  try {
    return await run();
  } catch (error) {
    if (DqsError.is(error) && OTHERS_FAULTS.has(error.code)) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}
