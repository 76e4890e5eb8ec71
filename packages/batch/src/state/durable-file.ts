import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Flushes a file written under its temporary name and renames it, so it exists whole or not at all. The temporary name
 * is derived from the final one, so the next run overwrites what a killed run left behind.
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

/** The temporary name a file is written under. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.unfinished`);
}

/** Flushes the entries of a folder to disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Creates a folder and its parents. */
export async function ensureFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
}
