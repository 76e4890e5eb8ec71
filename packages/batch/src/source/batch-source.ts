import type { ShardLimits } from '../records/shard-cutter.js';
import type { Shard } from '../shard.js';

/** What an input is known by, so that a run is never resumed over another one. Survives JSON. */
export interface SourceIdentity {
  /** What to call it. */
  readonly name: string;
  /** Bytes as stored. */
  readonly bytes: number;
  /** sha256 of the bytes as stored, in hex. */
  readonly sha256: string;
}

/** How an input ended before its time. */
export interface SourceFault {
  readonly reason: string;
  readonly message: string;
}

/**
 * Where records come from. The same input gives the same records whenever it is read, however it is cut; a run that is
 * resumed reads it from the start and passes over what is done.
 */
export interface BatchSource {
  /** Reads all bytes once, to know the input by. */
  identify(signal?: AbortSignal): Promise<SourceIdentity>;
  /**
   * The records in order, cut into shards.
   *
   * @param onBytes told how many bytes of the input, as stored, have been read.
   * @throws DqsError where the input cannot be read at all.
   */
  shards(limits: ShardLimits, onBytes?: (bytes: number) => void): AsyncGenerator<Shard>;
  /**
   * Told that a shard is done with: its memory may be used for the next ones. A run has a few shards in work at a time, so
   * that a source that does it needs no more memory for a long input than for a short one.
   */
  release?(shard: Shard): void;
  /** After the last shard: why the input ended before its time; undefined where it did not. */
  readonly fault: SourceFault | undefined;
  /** What is needed to read the text of a single record again: `format`, `header`, `delimiter`. Survives JSON. */
  readonly recordFormat: Readonly<Record<string, string>>;
}
