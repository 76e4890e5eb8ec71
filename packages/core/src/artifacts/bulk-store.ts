/** A part of an object: the bytes from `start` up to but without `end`. */
export interface ByteRange {
  /** First byte. @default 0 */
  readonly start?: number;
  /** The byte behind the last. @default the end of the object; beyond it the range ends where the object does */
  readonly end?: number;
}

/** What is known of an object without reading it. */
export interface BulkHead {
  readonly key: string;
  readonly bytes: number;
}

/** What was written: whoever names the object in a manifest keeps both. */
export interface BulkWritten extends BulkHead {
  /** Sha256 of the content in hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Large objects under keys, read and written as streams: panels, parts of a run, bundles. The second contract beside
 * `ArtifactStore`, for what need not fit into memory; the suite `BULK_STORE_CONTRACT` of `@dqs/core/testing` checks it.
 *
 * - Keys are those of `ArtifactStore`, and a place opened as both holds the same objects.
 * - An object becomes visible whole when its writing has ended, or not at all, and is durable then.
 * - There are no conditions: name an object after its content and commit the name by a conditional put of an
 *   `ArtifactStore`. Of writers of one key the last one wins.
 */
export interface BulkStore {
  /** Size of an object; undefined if the key holds nothing. */
  stat(key: string): Promise<BulkHead | undefined>;

  /**
   * The bytes of an object, in pieces of any size that belong to the caller. Nothing is asked before the first piece is
   * taken; leaving the loop early ends the transfer.
   *
   * @throws DqsError `artifact-not-found` with the first piece if the key holds nothing; `invalid-argument` for a range
   * that is none.
   */
  read(key: string, range?: ByteRange): AsyncIterable<Uint8Array>;

  /**
   * Writes an object, replacing an old one. The pieces may be reused by the caller once the next one is asked for.
   *
   * @throws what the pieces throw; then nothing has changed.
   */
  write(key: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<BulkWritten>;
}
