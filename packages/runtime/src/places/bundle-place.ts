import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { DqsError } from '@dqs/core';
import { assertWritablePlace, recoverDirectory } from '@dqs/core/io';

import { localFolder, openStore } from '../stores/open-store.js';

/** The file that makes a directory a bundle. */
const MANIFEST = 'manifest.json';
const MANIFEST_HASH = 'manifest.json.sha256';

/**
 * Makes sure that writing a bundle to a path cannot destroy anything but an older bundle. Called before the work begins,
 * so that nobody waits for a training whose result has no place.
 *
 * @throws DqsError `config-invalid` if the path is a file, or a directory that is neither empty nor a bundle;
 * `output-not-writable` if the folder above takes no new files. For a place in a cloud, `config-invalid` unless it is empty.
 */
export async function assertBundlePlace(location: string): Promise<void> {
  const path = localFolder(location);
  if (path === undefined) {
    const { assertFreeForBundle } = await import('@dqs/pipelines');
    return assertFreeForBundle(openStore(location), location);
  }
  await recoverDirectory(path);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return assertWritablePlace(path);
  const what = found.isDirectory() ? await foreignContent(path) : 'a file';
  if (what === undefined) return;
  throw new DqsError(
    'config-invalid',
    `expected --out to be a new directory or a bundle to replace, found ${what} at ${path}; choose another path`,
    { details: { path } },
  );
}

/** What a directory holds that is not a bundle's; undefined if all of it may be replaced. */
async function foreignContent(path: string): Promise<string | undefined> {
  const names = await readdir(path);
  if (names.length === 0) return undefined;
  const own = await filesOfBundle(path);
  if (own === undefined || !names.includes(MANIFEST_HASH)) return 'a directory with other files';
  const foreign = names.find((name) => name !== MANIFEST && name !== MANIFEST_HASH && !own.has(name));
  return foreign === undefined ? undefined : `a bundle with ${JSON.stringify(foreign)} next to its own files`;
}

/** The files that the manifest of a bundle names; undefined if there is none. Only names are of interest here. */
async function filesOfBundle(path: string): Promise<ReadonlySet<string> | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(path, MANIFEST), 'utf8')) as { files?: object } | null;
    return new Set(Object.keys(manifest?.files ?? {}));
  } catch {
    return undefined;
  }
}
