import { readdir, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { DqsError } from '../errors/dqs-error.js';
import { isNothing, makeFolder } from '../io/durable-files.js';
import { isArtifactName } from './artifact-key.js';

/** The keys below a folder that start with a prefix, in the order of bytes. */
export async function keysIn(root: string, prefix: string): Promise<string[]> {
  const names = prefix.split('/').slice(0, -1);
  // A prefix that no key can have, such as `../`, finds nothing.
  if (!names.every(isArtifactName)) return [];
  const keys: string[] = [];
  const collect = async (folder: string): Promise<void> => {
    for (const entry of await entriesOf(join(root, folder))) {
      if (!isArtifactName(entry.name)) continue;
      const key = folder + entry.name;
      if (entry.isFile() && key.startsWith(prefix)) keys.push(key);
      if (entry.isDirectory() && (`${key}/`.startsWith(prefix) || prefix.startsWith(`${key}/`))) {
        await collect(`${key}/`);
      }
    }
  };
  await collect(names.map((name) => `${name}/`).join(''));
  // Keys are ASCII, so that the order of JavaScript is the order of bytes.
  return keys.sort();
}

async function entriesOf(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    if (isNothing(cause)) return [];
    throw cause;
  });
}

/**
 * Creates the folder of a key and runs a step in it; retries if the folder was removed as empty in between.
 *
 * @throws DqsError `invalid-argument` if the key is the folder of other keys, or lies below one.
 */
export async function inFolder(key: string, path: string, work: (path: string) => Promise<void>): Promise<void> {
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

/** Removes a folder and its parents while they are empty, up to the root. */
export async function removeEmptyFolders(folder: string, root: string): Promise<void> {
  for (let at = folder; at !== root; at = dirname(at)) {
    const isRemoved = await rmdir(at).then(
      () => true,
      () => false,
    );
    if (!isRemoved) return;
  }
}

function keyIsFolder(key: string): DqsError {
  return new DqsError('invalid-argument', `the artifact key ${key} is the folder of other keys, or lies below one`, {
    details: { key },
  });
}
