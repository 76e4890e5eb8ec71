import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { notWritable } from './not-writable.js';
import { outputPlace } from './output-place.js';

/**
 * Makes sure, before long work begins, that its result can be written to a path: the nearest existing folder takes new
 * files, or the path is a device or a pipe that may be written to. Creates nothing.
 *
 * @throws DqsError `output-not-writable`.
 */
export async function assertWritablePlace(path: string): Promise<void> {
  const place = await outputPlace(path);
  let folder = dirname(place.path);
  try {
    if (place.kind === 'stream') return await access(place.path, constants.W_OK);
    while (!(await isFolder(folder))) folder = dirname(folder);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

/** True for a folder, false if there is nothing; a file where a folder is expected is an error. */
async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
  throw Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR' });
}
