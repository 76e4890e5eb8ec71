import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Flushes what was written under the temporary name of a file and gives it its own: it is there whole or not at all. The
 * temporary name follows from the name, so that what a killed run left behind is overwritten by the next.
 */
export async function commitFile(path: string): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    const file = await open(temporary, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cause;
  }
}

/** The name under which a file is made before it gets its own. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.unfinished`);
}

/** Puts the names in a folder on disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Makes a folder and those above it. */
export async function ensureFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
}
