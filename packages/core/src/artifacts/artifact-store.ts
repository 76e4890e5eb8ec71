/** What a store tells of an artifact without giving its bytes. */
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

/** What must be true of a key at the moment it is written; nothing where neither is given. */
export interface PutCondition {
  /** `'*'`: write only where the key holds nothing. */
  readonly ifNoneMatch?: '*';
  /** Write only where the key holds the content of that etag. */
  readonly ifMatch?: string;
}

/**
 * Bytes under keys, in a folder, in memory or in a cloud. Five methods and these promises; the suite
 * `ARTIFACT_STORE_CONTRACT` of `@dqs/core/testing` checks them.
 *
 * - A key is a path of names between slashes, see {@link assertArtifactKey}. A key must not also be the folder of another
 *   (`a` beside `a/b`): a file store refuses that, others need not.
 * - A put is whole or not at all, and is durable when its promise resolves, whatever then becomes of the process.
 * - Every key is linearizable: of several puts under one condition at the same time exactly one wins, and whoever reads
 *   after a put has resolved sees it or a later one. There are no promises across keys.
 * - Methods may be called concurrently, on one store object and on many, in one process and in several.
 */
export interface ArtifactStore {
  /**
   * The content of a key.
   *
   * @throws DqsError `artifact-not-found` where the key holds nothing.
   */
  get(key: string): Promise<StoredArtifact>;

  /**
   * Writes a content, over the old one where the condition allows it. The store keeps a copy of the bytes.
   *
   * @throws DqsError `artifact-conflict` where the condition does not hold; nothing has changed then.
   * `invalid-argument` for a key that is none.
   */
  put(key: string, content: Uint8Array, condition?: PutCondition): Promise<ArtifactHead>;

  /** Etag and size of a key, undefined where it holds nothing. May read the whole content. */
  head(key: string): Promise<ArtifactHead | undefined>;

  /**
   * Every key that starts with a text, in the order of their UTF-8 bytes, all of them at once. The text need not end at
   * a slash: `runs/a` finds `runs/a/1` and `runs/ab`. The empty text finds everything.
   */
  list(prefix: string): Promise<readonly string[]>;

  /** Removes a key; one that holds nothing is none the worse for it. */
  delete(key: string): Promise<void>;
}
