import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { DqsError, isDqsError } from '../errors/dqs-error.js';

/**
 * Writes a whole file or none: bytes go to a temporary name in the same folder, are flushed to disk, then renamed.
 * Missing folders are made.
 *
 * @throws DqsError `output-not-writable` where the system refuses; the old file, if any, is untouched.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  await writeAtomically(path, async (temporary) => writeAndSync(temporary, content));
}

/**
 * Gives `produce` a temporary path in the folder of `path`; what it makes there, a file, gets its final name only when
 * `produce` has succeeded and the bytes are on disk.
 *
 * @throws DqsError `output-not-writable` where the system refuses; errors of `produce` that are DqsErrors pass through.
 */
export async function writeAtomically(path: string, produce: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    await produce(temporary);
    await syncPath(temporary);
    await rename(temporary, path);
    await syncPath(dirname(path));
  } catch (cause) {
    await rm(temporary, { force: true, recursive: true }).catch(() => undefined);
    throw isDqsError(cause) ? cause : notWritable(path, cause);
  }
}

/**
 * Writes a directory of files that appears whole or not at all. An existing directory at `path` is replaced.
 *
 * @param files content by file name (no subfolders).
 * @throws DqsError `output-not-writable` where the system refuses.
 */
export async function writeDirectoryAtomic(
  path: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<void> {
  const temporary = temporaryName(path);
  const replaced = temporaryName(path);
  try {
    await mkdir(temporary, { recursive: true });
    for (const [name, content] of files) await writeAndSync(join(temporary, name), content);
    await syncPath(temporary);
    const hadOld = await renameIfPresent(path, replaced);
    try {
      await rename(temporary, path);
    } catch (cause) {
      if (hadOld) await rename(replaced, path);
      throw cause;
    }
    await syncPath(dirname(path));
    if (hadOld) await rm(replaced, { force: true, recursive: true });
  } catch (cause) {
    await rm(temporary, { force: true, recursive: true }).catch(() => undefined);
    throw notWritable(path, cause);
  }
}

async function writeAndSync(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function renameIfPresent(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}

/** A name in the same folder (rename must not cross file systems), hidden and recognisable as unfinished. */
function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; choose another folder or change its permissions',
  EPERM: 'permission denied; choose another folder or change its permissions',
  EROFS: 'the file system is read-only; choose another folder',
  ENOSPC: 'the disk is full; free space or choose another folder',
  EDQUOT: 'the disk quota is used up; free space or choose another folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
};

/** The error for a result that cannot be written, with the reason in words. */
export function notWritable(path: string, cause: unknown): DqsError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  const reason = REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new DqsError('output-not-writable', `cannot write ${path}: ${reason}`, { cause, details: { path, code } });
}
