import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { DqsError } from '../errors/dqs-error.js';
import { draftName, removeAbandonedDrafts } from '../io/draft-names.js';
import { isNothing, syncFolder } from '../io/durable-files.js';
import { assertLocalPath } from '../io/local-path.js';
import { notWritable } from '../io/not-writable.js';
import { artifactNotFound, artifactUnreadable } from './artifact-errors.js';
import { assertArtifactKey } from './artifact-key.js';
import type { BulkHead, BulkStore, BulkWritten, ByteRange } from './bulk-store.js';
import { checkedRange } from './byte-range.js';
import { DRAFTS } from './file-store.js';
import { inFolder } from './key-folders.js';

/**
 * Large objects in a folder, which may be that of a `FileStore`: the key is the path of a plain file. An object is
 * written to a draft, flushed to disk and renamed; a process killed meanwhile leaves a draft that the next writer removes.
 */
export class FileBulkStore implements BulkStore {
  readonly #root: string;
  #sweep: Promise<void> | undefined;

  /**
   * @param folder created with the first write.
   * @throws DqsError `invalid-argument` for a URL.
   */
  constructor(folder: string) {
    assertLocalPath(folder);
    this.#root = resolve(folder);
  }

  async stat(key: string): Promise<BulkHead | undefined> {
    const path = this.#pathOf(key);
    try {
      const found = await stat(path);
      return found.isFile() ? { key, bytes: found.size } : undefined;
    } catch (cause) {
      if (isNothing(cause)) return undefined;
      throw artifactUnreadable(path, cause);
    }
  }

  async *read(key: string, range?: ByteRange): AsyncGenerator<Uint8Array, void, undefined> {
    const { start, end } = checkedRange(range);
    const path = this.#pathOf(key);
    const found = await this.stat(key);
    if (found === undefined) throw artifactNotFound(key, this.#root);
    if (start >= Math.min(end, found.bytes)) return;
    try {
      // A replacement renames another file over this one, whose bytes an open stream keeps.
      yield* createReadStream(path, { start, end: end - 1 }) as AsyncIterable<Buffer>;
    } catch (cause) {
      if (isNothing(cause)) throw artifactNotFound(key, this.#root, cause);
      throw artifactUnreadable(path, cause);
    }
  }

  async write(key: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<BulkWritten> {
    const path = this.#pathOf(key);
    await (this.#sweep ??= this.#clear());
    const draft = join(this.#root, DRAFTS, draftName('bulk'));
    try {
      const written = await writeDraft(draft, pieces, path);
      await intoPlace(key, draft, path);
      return { key, ...written };
    } finally {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  async #clear(): Promise<void> {
    const folder = join(this.#root, DRAFTS);
    try {
      await mkdir(folder, { recursive: true });
      await removeAbandonedDrafts(folder);
    } catch (cause) {
      throw notWritable(folder, cause);
    }
  }

  #pathOf(key: string): string {
    assertArtifactKey(key);
    return join(this.#root, ...key.split('/'));
  }
}

/** Writes the pieces to a draft and flushes it. What the pieces throw passes through; what the disk says does not. */
async function writeDraft(draft: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, path: string) {
  const disk = async <T>(step: Promise<T>): Promise<T> =>
    step.catch((cause: unknown) => {
      throw notWritable(path, cause);
    });
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await disk(open(draft, 'wx'));
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.byteLength;
      await disk(file.writeFile(piece));
    }
    await disk(file.sync());
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function intoPlace(key: string, draft: string, path: string): Promise<void> {
  try {
    await inFolder(key, path, (to) => rename(draft, to));
    await syncFolder(dirname(path));
  } catch (cause) {
    throw DqsError.is(cause) ? cause : notWritable(path, cause);
  }
}
