import type { Hooks } from '@dqs/core';

import type { ShardLimits } from '../records/shard-cutter.js';
import type { Shard } from '../shard.js';

/** Identifies an input, so that a run is never resumed with a different one. Survives JSON. */
export interface SourceIdentity {
  /** Name for messages and files. */
  readonly name: string;
  /** Bytes as stored. */
  readonly bytes: number;
  /** sha256 of the bytes as stored, in hex. */
  readonly sha256: string;
}

/** How an input ended early. */
export interface SourceFault {
  readonly reason: string;
  readonly message: string;
}

/**
 * A source of records. The same input gives the same records on every read, however it is cut; a resumed run reads it
 * from the start and skips what is done.
 */
export interface BatchSource {
  /** Reads all bytes once to identify the input. */
  identify(hooks?: Pick<Hooks, 'signal'>): Promise<SourceIdentity>;
  /**
   * The records in order, cut into shards.
   *
   * @param onBytes called with the number of bytes read so far, as stored.
   * @throws DqsError if the input cannot be read at all.
   */
  shards(limits: ShardLimits, onBytes?: (bytes: number) => void): AsyncGenerator<Shard>;
  /**
   * Releases a finished shard: its memory may be reused for later ones. A run processes only a few shards at a time, so
   * a source that reuses memory needs no more for a long input than for a short one.
   */
  release?(shard: Shard): void;
  /** After the last shard: why the input ended early; undefined if it did not. */
  readonly fault: SourceFault | undefined;
  /** What is needed to read the text of a single record later: `format`, `header`, `delimiter`. Survives JSON. */
  readonly recordFormat: Readonly<Record<string, string>>;
}
