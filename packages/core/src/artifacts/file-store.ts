import { createHash } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { DqsError } from '../errors/dqs-error.js';
import { draftName, draftOf, isUntouched, removeAbandonedDrafts } from '../io/draft-names.js';
import { assertLocalPath } from '../io/local-path.js';
import { notWritable } from '../io/not-writable.js';
import { removeDeadLocks, withFileLock } from '../io/file-lock.js';
import { artifactConflict, artifactNotFound, assertCondition } from './artifact-errors.js';
import { assertArtifactKey, isArtifactName } from './artifact-key.js';
import type { ArtifactHead, ArtifactStore, PutCondition, StoredArtifact } from './artifact-store.js';
import { contentEtag } from './memory-store.js';

/** Folders of the store itself; no key can name them, since no name of a key starts with a dot. */
const DRAFTS = '.drafts';
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
    const names = prefix.split('/').slice(0, -1);
    // A prefix that no key can have, such as `../`, finds nothing.
    if (!names.every(isArtifactName)) return [];
    const keys: string[] = [];
    await this.#collect(names.map((name) => `${name}/`).join(''), prefix, keys);
    // Keys are ASCII, so that the order of JavaScript is the order of bytes.
    return keys.sort();
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
      await this.#removeEmptyFolders(dirname(path));
    } catch (cause) {
      throw DqsError.is(cause) ? cause : notWritable(path, cause);
    }
  }

  /** Gives a draft its name where that is free: one step that one of many processes can make. */
  async #create(key: string, draft: string, condition: PutCondition): Promise<void> {
    try {
      await this.#inFolder(key, (path) => link(draft, path));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
      throw await this.#conflict(key, condition);
    }
  }

  async #conflict(key: string, condition: PutCondition): Promise<DqsError> {
    return artifactConflict(key, condition, (await this.head(key))?.etag);
  }

  /** Gives a draft its name in place of what has it now. Under the lock nobody else replaces or removes the key. */
  async #replace(key: string, draft: string, condition: PutCondition): Promise<void> {
    if (condition.ifMatch !== undefined) assertCondition(key, condition, (await this.head(key))?.etag);
    await this.#inFolder(key, (path) => rename(draft, path));
  }

  #locked<T>(key: string, work: () => Promise<T>): Promise<T> {
    const lock = join(this.#root, LOCKS, createHash('sha256').update(key).digest('hex'));
    return withFileLock(lock, { target: this.#pathOf(key), ...WRITING }, work);
  }

  /** Creates the folder of a key and runs a step in it; retries if the folder was removed as empty in between. */
  async #inFolder(key: string, work: (path: string) => Promise<void>): Promise<void> {
    const path = this.#pathOf(key);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await makeFolder(dirname(path));
        if ((await stat(path).catch(() => undefined))?.isDirectory()) throw keyIsFolder(key);
        return await work(path);
      } catch (cause) {
        const { code, syscall } = cause as NodeJS.ErrnoException;
        if (code === 'ENOTDIR' || (code === 'EEXIST' && syscall === 'mkdir')) throw keyIsFolder(key);
        if (code !== 'ENOENT' || attempt === 10) throw cause;
      }
    }
  }

  async #read(key: string): Promise<Buffer | undefined> {
    const path = this.#pathOf(key);
    try {
      return await readFile(path);
    } catch (cause) {
      if (isNothing(cause)) return undefined;
      throw new DqsError('input-unreadable', `cannot read ${path}: ${(cause as Error).message}`, { cause });
    }
  }

  async #collect(folder: string, prefix: string, keys: string[]): Promise<void> {
    const entries = await readdir(join(this.#root, folder), { withFileTypes: true }).catch((cause: unknown) => {
      if (isNothing(cause)) return [];
      throw cause;
    });
    for (const entry of entries) {
      if (!isArtifactName(entry.name)) continue;
      const key = folder + entry.name;
      if (entry.isFile() && key.startsWith(prefix)) keys.push(key);
      if (entry.isDirectory() && (`${key}/`.startsWith(prefix) || prefix.startsWith(`${key}/`))) {
        await this.#collect(`${key}/`, prefix, keys);
      }
    }
  }

  /** Removes a folder and its parents while they are empty. */
  async #removeEmptyFolders(folder: string): Promise<void> {
    for (let at = folder; at !== this.#root; at = dirname(at)) {
      const isRemoved = await rmdir(at).then(
        () => true,
        () => false,
      );
      if (!isRemoved) return;
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

async function writeAndSync(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Creates a folder and its parents; new ones are flushed to disk, or a machine crash could lose them. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let at = folder; at.length >= first.length; at = dirname(at)) await syncFolder(dirname(at));
}

/** A folder that is gone by now has nothing to flush. */
async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r').catch((cause: unknown) => {
    if (isNothing(cause)) return undefined;
    throw cause;
  });
  try {
    await opened?.sync();
  } finally {
    await opened?.close();
  }
}

function isNothing(cause: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
}

function keyIsFolder(key: string): DqsError {
  return new DqsError('invalid-argument', `the artifact key ${key} is the folder of other keys, or lies below one`, {
    details: { key },
  });
}
