import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file that is there whole or not at all: temporary name, flush, rename, flush of the folder. The temporary name
 * follows from the name, so that what a killed run left behind is overwritten by the next.
 */
export async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(content);
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
