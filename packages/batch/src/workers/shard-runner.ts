import { DqsError } from '@dqs/core';

import type { BatchEventListener } from '../events.js';
import { recordCount, sliceShard, type RejectedRecord, type Shard, type ShardResult } from '../shard.js';

/** Runs one shard somewhere. */
export type RunShard = (shard: Shard) => Promise<ShardResult>;

/**
 * Gets a result for every shard, whatever its records do to a worker: a shard that fails is tried again; if it fails
 * again it is halved, and the halves likewise, until the records that are to blame stand alone. They become dead letters.
 */
export class ShardRunner {
  readonly #run: RunShard;
  readonly #onEvent: BatchEventListener;
  readonly #maxPoisonRecords: number;
  #poisonRecords = 0;

  constructor(run: RunShard, onEvent: BatchEventListener, maxPoisonRecords: number) {
    this.#run = run;
    this.#onEvent = onEvent;
    this.#maxPoisonRecords = maxPoisonRecords;
  }

  /**
   * The result of a shard.
   *
   * @throws DqsError `batch-worker-failed` where more records than allowed bring workers down: then the fault is not in
   * the records.
   */
  async run(shard: Shard): Promise<ShardResult> {
    const first = await this.#attempt(shard);
    if (!(first instanceof Error)) return first;
    const facts = { shard: shard.index, records: recordCount(shard), message: first.message };
    this.#onEvent({ type: 'retry', ...facts });
    const second = await this.#attempt(shard);
    return second instanceof Error ? this.#isolate(shard, second) : second;
  }

  async #attempt(shard: Shard): Promise<ShardResult | Error> {
    try {
      return await this.#run(shard);
    } catch (error) {
      // Workers that cannot even start are no fault of a record.
      if (error instanceof DqsError && error.code === 'batch-worker-failed') throw error;
      return error instanceof Error ? error : new Error(String(error));
    }
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
    const result = await this.#attempt(shard);
    if (!(result instanceof Error)) return result;
    // A record is given a second chance before it is found guilty.
    return recordCount(shard) === 1 ? this.run(shard) : this.#isolate(shard, result);
  }

  #reject(shard: Shard, error: Error): ShardResult {
    this.#poisonRecords += 1;
    if (this.#poisonRecords > this.#maxPoisonRecords) {
      throw new DqsError(
        'batch-worker-failed',
        `more than ${this.#maxPoisonRecords} records brought their worker down, the last one with: ${error.message}; ` +
          'the fault is likely not in the records',
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
