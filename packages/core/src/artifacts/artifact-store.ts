/** Metadata of an artifact without its bytes. */
export interface ArtifactHead {
  readonly key: string;
  /** Opaque mark of the content: two contents never share one, the same content may keep it. */
  readonly etag: string;
  /** Size of the content. */
  readonly bytes: number;
}

/** An artifact with its content. */
export interface StoredArtifact extends ArtifactHead {
  /** Belongs to the caller; changing it changes nothing in the store. */
  readonly content: Uint8Array;
}

/** Condition on a key at the moment it is written; none if neither is given. */
export interface PutCondition {
  /** `'*'`: write only if the key holds nothing. */
  readonly ifNoneMatch?: '*';
  /** Write only if the key holds the content with that etag. */
  readonly ifMatch?: string;
}

/**
 * Bytes under keys, in a folder, in memory or in a cloud. Five methods and these promises; the suite
 * `ARTIFACT_STORE_CONTRACT` of `@dqs/core/testing` checks them.
 *
 * - A key is a path of names between slashes, see {@link assertArtifactKey}. A key must not also be the folder of another
 *   (`a` beside `a/b`): a file store refuses that, others need not.
 * - A put is all or nothing, and is durable when its promise resolves, whatever happens to the process afterwards.
 * - Every key is linearizable: of several concurrent puts with the same condition exactly one wins, and every read
 *   after a put has resolved sees it or a later one. There are no guarantees across keys.
 * - Methods may be called concurrently, on one store object and on many, in one process and in several.
 */
export interface ArtifactStore {
  /**
   * The content of a key.
   *
   * @throws DqsError `artifact-not-found` if the key holds nothing.
   */
  get(key: string): Promise<StoredArtifact>;

  /**
   * Writes a content, replacing the old one if the condition allows. The store keeps a copy of the bytes.
   *
   * @throws DqsError `artifact-conflict` if the condition does not hold; then nothing has changed. `invalid-argument`
   * for an invalid key.
   */
  put(key: string, content: Uint8Array, condition?: PutCondition): Promise<ArtifactHead>;

  /** Etag and size of a key, undefined if it holds nothing. May read the whole content. */
  head(key: string): Promise<ArtifactHead | undefined>;

  /**
   * Every key that starts with a text, in the order of their UTF-8 bytes, all of them at once. The text need not end at
   * a slash: `runs/a` finds `runs/a/1` and `runs/ab`. The empty text finds everything.
   */
  list(prefix: string): Promise<readonly string[]>;

  /** Removes a key; deleting a missing key is a no-op. */
  delete(key: string): Promise<void>;
}
