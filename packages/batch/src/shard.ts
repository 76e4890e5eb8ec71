/** Why a record cannot be used, found while the input was cut into records. */
export interface RecordFault {
  /** Index of the record in its shard. */
  readonly at: number;
  readonly reason: string;
  readonly message: string;
}

/** A piece of the input: some consecutive records as they stand there. Survives a structured clone. */
export interface Shard {
  /** 0 for the first one. */
  readonly index: number;
  /** Number of its first record, 1 for the first record of the input. */
  readonly firstRecord: number;
  /** Offset of `bytes[0]` in the (uncompressed) input; null where the format has no such thing. */
  readonly byteOffset: number | null;
  /** Of the process until its result is there; the memory, which may be a SharedArrayBuffer, is then used again. */
  readonly bytes: Uint8Array;
  /** Start and end of every record in `bytes`, line ends left out: 2 × records. */
  readonly bounds: Uint32Array;
  /** Records that are not to be processed, ascending; they become dead letters. Their bounds are those of their raw text. */
  readonly faults: readonly RecordFault[];
}

/** A record that could not be processed. */
export interface RejectedRecord {
  /** Index of the record in its shard. */
  readonly at: number;
  /** A short word in kebab-case that programs can count. */
  readonly reason: string;
  /** What was expected and what arrived. */
  readonly message: string;
}

/** What became of a shard. */
export interface ShardResult {
  /** The bytes to write, in the order of the records; taken before the process is called again, which may use them anew. */
  readonly output: Uint8Array;
  /** Records that are in `output`. */
  readonly rows: number;
  /** The other records, ascending, those of {@link Shard.faults} left out. */
  readonly rejected: readonly RejectedRecord[];
}

/**
 * Turns a shard into its result. It must be a pure function of the records: the bytes it gives may not depend on where a
 * shard begins or ends. Records of {@link Shard.faults} are to be passed over.
 */
export type ShardProcess = (shard: Shard) => ShardResult | Promise<ShardResult>;

/** Number of records, those with faults included. */
export function recordCount(shard: Shard): number {
  return shard.bounds.length >> 1;
}

/** The bytes of one record, without a copy. */
export function recordBytes(shard: Shard, at: number): Uint8Array {
  return shard.bytes.subarray(shard.bounds[2 * at]!, shard.bounds[2 * at + 1]!);
}

/** Some consecutive records of a shard as a shard of their own, without copying their bytes. */
export function sliceShard(shard: Shard, from: number, to: number): Shard {
  return {
    ...shard,
    firstRecord: shard.firstRecord + from,
    bounds: shard.bounds.slice(2 * from, 2 * to),
    faults: shard.faults.filter(({ at }) => at >= from && at < to).map((fault) => ({ ...fault, at: fault.at - from })),
  };
}
