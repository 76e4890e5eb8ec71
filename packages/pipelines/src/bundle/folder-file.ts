import { constants } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

import { DqsError } from '@dqs/core';
import { assertLocalPath, recoverDirectory } from '@dqs/core/io';

/**
 * Checks that a bundle's folder is there, after finishing a replacement that was cut short.
 *
 * @throws DqsError `input-not-found` where there is none, `invalid-argument` for a URL.
 */
export async function assertDirectory(path: string): Promise<void> {
  assertLocalPath(path);
  await recoverDirectory(path);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  const what = found ? 'a file' : 'nothing';
  throw new DqsError('input-not-found', `expected a bundle directory at ${path}, found ${what}; train one first`, {
    details: { path },
  });
}

/**
 * Reads a regular file of a folder; it may be a link that stays inside the folder. Pipes and devices never end, and
 * files elsewhere do not belong to the folder.
 *
 * @param name plain name, without a path.
 * @param mostBytes more are not read.
 * @throws DqsError `bundle-corrupt` if the file is another kind of thing or longer; the system's own error where there
 * is none or it cannot be read.
 */
export async function readFolderFile(folder: string, name: string, mostBytes: number): Promise<Uint8Array> {
  const path = await realpath(join(folder, name));
  if (!path.startsWith(`${await realpath(folder)}${sep}`)) {
    throw new DqsError('bundle-corrupt', `expected the file ${name} inside ${folder}, it is a link to ${path}`, {
      details: { path: folder, file: name },
    });
  }
  // Opening a pipe without a writer would block; anything but a regular file is reported by kind and never read.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  try {
    const { size, isRegular } = await file.stat().then((found) => ({ size: found.size, isRegular: found.isFile() }));
    if (!isRegular) throw wrong(folder, name, 'a regular file', 'a pipe, device or folder');
    if (size > mostBytes) throw wrong(folder, name, `at most ${mostBytes} bytes`, `${size}`);
    const bytes = Buffer.alloc(size);
    let read = 0;
    while (read < size) {
      const { bytesRead } = await file.read(bytes, read, size - read, read);
      if (bytesRead === 0) throw wrong(folder, name, `${size} bytes`, `${read}`);
      read += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

function wrong(folder: string, name: string, expected: string, actual: string): DqsError {
  return new DqsError(
    'bundle-corrupt',
    `expected ${expected} in the file ${name} of the bundle ${folder}, got ${actual}; restore the bundle or retrain`,
    { details: { path: folder, file: name } },
  );
}
