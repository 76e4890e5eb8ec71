import { stat, writeFile } from 'node:fs/promises';

import { notWritable, writeFileAtomic } from '@dqs/core';

/**
 * Writes a result where the user asked for it: an ordinary file appears whole or not at all; a device or a pipe
 * (`/dev/stdout`, a fifo) is written to, and never replaced.
 *
 * @throws DqsError `output-not-writable`.
 */
export async function writeResultFile(path: string, content: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isFile()) return writeFileAtomic(path, content);
  try {
    await writeFile(path, content);
  } catch (cause) {
    throw notWritable(path, cause);
  }
}
