import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Creates a folder and its parents; new ones are flushed to disk, or a machine crash could lose them. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let at = folder; at.length >= first.length; at = dirname(at)) await syncFolder(dirname(at));
}

/** Flushes the names in a folder to disk. A folder that is gone by now has nothing to flush. */
export async function syncFolder(folder: string): Promise<void> {
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

/** Whether reading failed because there is nothing of that kind at a path. */
export function isNothing(cause: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
}
