/** Why a record cannot be used, found while the input was cut into records. */
export interface RecordFault {
  /** Index of the record in its shard. */
  readonly at: number;
  readonly reason: string;
  readonly message: string;
}

/** A piece of the input: consecutive records, byte for byte. Survives a structured clone. */
export interface Shard {
  /** 0 for the first one. */
  readonly index: number;
  /** Number of its first record, 1 for the first record of the input. */
  readonly firstRecord: number;
  /** Offset of `bytes[0]` in the (uncompressed) input; null if the format has no offsets. */
  readonly byteOffset: number | null;
  /**
   * Belongs to the process until it returns its result; then the memory, which may be a SharedArrayBuffer, is reused.
   */
  readonly bytes: Uint8Array;
  /** Start and end of every record in `bytes`, without line ends: 2 × records. */
  readonly bounds: Uint32Array;
  /** Records that must not be processed, ascending; they become dead letters. Their bounds enclose their raw text. */
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

/** Result of a shard. */
export interface ShardResult {
  /**
   * The bytes to write, in the order of the records; read before the process is called again, so it may reuse the
   * memory.
   */
  readonly output: Uint8Array;
  /** Records that are in `output`. */
  readonly rows: number;
  /** The other records, ascending, except those of {@link Shard.faults}. */
  readonly rejected: readonly RejectedRecord[];
}

/**
 * Turns a shard into its result. It must be a pure function of the records: the bytes it returns must not depend on
 * where a shard begins or ends. It must skip the records of {@link Shard.faults}.
 */
export type ShardProcess = (shard: Shard) => ShardResult | Promise<ShardResult>;

/** Number of records, including those with faults. */
export function recordCount(shard: Shard): number {
  return shard.bounds.length >> 1;
}

/** The bytes of one record, without a copy. */
export function recordBytes(shard: Shard, at: number): Uint8Array {
  return shard.bytes.subarray(shard.bounds[2 * at]!, shard.bounds[2 * at + 1]!);
}

/** A range of a shard's records as a separate shard, without copying their bytes. */
export function sliceShard(shard: Shard, from: number, to: number): Shard {
  return {
    ...shard,
    firstRecord: shard.firstRecord + from,
    bounds: shard.bounds.slice(2 * from, 2 * to),
    faults: shard.faults.filter(({ at }) => at >= from && at < to).map((fault) => ({ ...fault, at: fault.at - from })),
  };
}
