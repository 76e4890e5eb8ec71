import { createHash } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { DqsError } from '../errors/dqs-error.js';
import { writeAndSync } from '../io/atomic-write.js';
import { isNothing, syncFolder } from '../io/durable-files.js';
import { draftName, draftOf, isUntouched, removeAbandonedDrafts } from '../io/draft-names.js';
import { assertLocalPath } from '../io/local-path.js';
import { notWritable } from '../io/not-writable.js';
import { removeDeadLocks, withFileLock } from '../io/file-lock.js';
import { artifactConflict, artifactNotFound, artifactUnreadable, assertCondition } from './artifact-errors.js';
import { assertArtifactKey } from './artifact-key.js';
import type { ArtifactHead, ArtifactStore, PutCondition, StoredArtifact } from './artifact-store.js';
import { inFolder, keysIn, removeEmptyFolders } from './key-folders.js';
import { contentEtag } from './memory-store.js';

/** Folders of the store itself; no key can name them, since no name of a key starts with a dot. */
export const DRAFTS = '.drafts';
const LOCKS = '.locks';
/** Work under the lock of a key takes a few milliseconds, so that others wait for it. */
const WRITING = { purpose: 'write', busyCode: 'artifact-busy', waitMs: 30_000 } as const;

/**
 * An artifact store in a folder: the key is the path of a plain file in it. Safe for many processes on one machine and,
 * if the file system keeps hard links and renames atomic, on several. A process may be killed at any step: a draft or
 * lock it leaves behind does no harm.
 *
 * Contents are written to a draft, flushed to disk, then given their name: by a hard link if the key must be new (one
 * of many wins, without any lock), otherwise by a rename under a lock of that key. The etag is the sha256 of the
 * content.
 *
 * @example
 * const store = new FileStore('registry');
 * const { etag } = await store.put('notes/today', Buffer.from('one'));
 * await store.put('notes/today', Buffer.from('two'), { ifMatch: etag });
 */
export class FileStore implements ArtifactStore {
  readonly #root: string;
  #sweep: Promise<void> | undefined;

  /**
   * @param folder created with the first put.
   * @throws DqsError `invalid-argument` for a URL.
   */
  constructor(folder: string) {
    assertLocalPath(folder);
    this.#root = resolve(folder);
  }

  async get(key: string): Promise<StoredArtifact> {
    const content = await this.#read(key);
    if (!content) throw artifactNotFound(key, this.#root);
    return { ...headOf(key, content), content };
  }

  async head(key: string): Promise<ArtifactHead | undefined> {
    const content = await this.#read(key);
    return content && headOf(key, content);
  }

  async put(key: string, content: Uint8Array, condition: PutCondition = {}): Promise<ArtifactHead> {
    const path = this.#pathOf(key);
    // A race already lost needs no draft; only the link decides whether it is won.
    if (condition.ifNoneMatch === '*' && (await fileAt(path))) throw await this.#conflict(key, condition);
    this.#sweep ??= this.#clear();
    const draft = join(this.#root, DRAFTS, draftName('put'));
    try {
      await this.#sweep;
      await writeAndSync(draft, content);
      if (condition.ifNoneMatch === '*') await this.#create(key, draft, condition);
      else await this.#locked(key, () => this.#replace(key, draft, condition));
      await syncFolder(dirname(path));
    } catch (cause) {
      throw DqsError.is(cause) ? cause : notWritable(path, cause);
    } finally {
      await rm(draft, { force: true }).catch(() => undefined);
    }
    return headOf(key, content);
  }

  async list(prefix: string): Promise<readonly string[]> {
    return keysIn(this.#root, prefix);
  }

  async delete(key: string): Promise<void> {
    const path = this.#pathOf(key);
    // If there is nothing to remove, take no lock, which would create folders.
    if ((await fileAt(path)) === undefined) return;
    try {
      await this.#locked(key, async () => {
        await rm(path, { force: true });
        await syncFolder(dirname(path));
      });
      await removeEmptyFolders(dirname(path), this.#root);
    } catch (cause) {
      throw DqsError.is(cause) ? cause : notWritable(path, cause);
    }
  }

  /** Links a draft to the key's name if that is free: an atomic step in which one of many processes succeeds. */
  async #create(key: string, draft: string, condition: PutCondition): Promise<void> {
    try {
      await inFolder(key, this.#pathOf(key), (path) => link(draft, path));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
      throw await this.#conflict(key, condition);
    }
  }

  async #conflict(key: string, condition: PutCondition): Promise<DqsError> {
    return artifactConflict(key, condition, (await this.head(key))?.etag);
  }

  /** Renames a draft over the current content. Under the lock no other process replaces or removes the key. */
  async #replace(key: string, draft: string, condition: PutCondition): Promise<void> {
    if (condition.ifMatch !== undefined) assertCondition(key, condition, (await this.head(key))?.etag);
    await inFolder(key, this.#pathOf(key), (path) => rename(draft, path));
  }

  #locked<T>(key: string, work: () => Promise<T>): Promise<T> {
    const lock = join(this.#root, LOCKS, createHash('sha256').update(key).digest('hex'));
    return withFileLock(lock, { target: this.#pathOf(key), ...WRITING }, work);
  }

  async #read(key: string): Promise<Buffer | undefined> {
    const path = this.#pathOf(key);
    try {
      return await readFile(path);
    } catch (cause) {
      if (isNothing(cause)) return undefined;
      throw artifactUnreadable(path, cause);
    }
  }

  /** Removes drafts and locks left by killed processes. */
  async #clear(): Promise<void> {
    const folder = join(this.#root, DRAFTS);
    await mkdir(folder, { recursive: true });
    await removeAbandonedDrafts(folder);
    // Earlier versions gave drafts names that do not identify their process.
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      if (draftOf(name) === undefined && (await isUntouched(path))) await rm(path, { force: true });
    }
    await removeDeadLocks(join(this.#root, LOCKS), () => true);
  }

  #pathOf(key: string): string {
    assertArtifactKey(key);
    return join(this.#root, ...key.split('/'));
  }
}

function headOf(key: string, content: Uint8Array): ArtifactHead {
  return { key, etag: contentEtag(content), bytes: content.byteLength };
}

async function fileAt(path: string) {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? found : undefined;
}
