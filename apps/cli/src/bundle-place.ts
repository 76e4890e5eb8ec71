import { access, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { DqsError } from '@dqs/core';

import { assertWritablePlace } from './output/writable-place.js';

/** The file that makes a directory a bundle. */
const MANIFEST = 'manifest.json';
const MANIFEST_HASH = 'manifest.json.sha256';

/**
 * Makes sure that writing a bundle to a path cannot destroy anything but an older bundle. Called before the work begins,
 * so that nobody waits for a training whose result has no place.
 *
 * @throws DqsError `config-invalid` where the path is a file, or a directory that is neither empty nor a bundle;
 * `output-not-writable` where the folder above takes no new files.
 */
export async function assertBundlePlace(path: string): Promise<void> {
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

async function foreignContent(path: string): Promise<string | undefined> {
  const names = await readdir(path);
  if (names.length === 0) return undefined;
  const parts = [MANIFEST, MANIFEST_HASH].map((name) => access(join(path, name)));
  const isBundle = (await Promise.allSettled(parts)).every(({ status }) => status === 'fulfilled');
  return isBundle ? undefined : 'a directory with other things';
}
