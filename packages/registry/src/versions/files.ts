import { type ArtifactStore, assertArtifactKey, DqsError } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

import { corrupt } from '../errors.js';
import type { VersionFiles } from '../journal/entries.js';
import { dictionary } from '../dictionary.js';
import { KEYS } from '../layout.js';

/**
 * Checks the files of a version: at least one, each with a plain name.
 *
 * @throws DqsError `invalid-argument`.
 */
export function assertFiles(files: ReadonlyMap<string, Uint8Array>): void {
  if (files.size === 0) throw new DqsError('invalid-argument', 'expected at least one file of a version, got none');
  for (const name of files.keys()) {
    if (name.includes('/')) throw new DqsError('invalid-argument', `expected plain file names, got "${name}"`);
    assertArtifactKey(name);
  }
}

/** Hash and size of every file. */
export function describeFiles(files: ReadonlyMap<string, Uint8Array>): VersionFiles {
  const entries = [...files].map(
    ([name, bytes]) => [name, { sha256: sha256(bytes), bytes: bytes.byteLength }] as const,
  );
  return dictionary(entries);
}

/** Writes the files of a new upload. */
export async function writeFiles(
  store: ArtifactStore,
  at: { readonly place: string; readonly upload: string },
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  await Promise.all(
    [...files].map(([name, bytes]) => store.put(KEYS.file(at.place, at.upload, name), bytes, { ifNoneMatch: '*' })),
  );
}

/**
 * The files of a version, each verified against the hash it was registered with.
 *
 * @throws DqsError `registry-corrupt` that names the missing or changed file.
 */
export async function readFiles(
  store: ArtifactStore,
  at: { readonly place: string; readonly upload: string },
  files: VersionFiles,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const names = Object.keys(files);
  const contents = await Promise.all(
    names.map((name) => readFile(store, KEYS.file(at.place, at.upload, name), files[name]!)),
  );
  return new Map(names.map((name, i) => [name, contents[i]!]));
}

/** One verified file. */
export async function readFile(store: ArtifactStore, key: string, expected: VersionFiles[string]): Promise<Uint8Array> {
  let content: Uint8Array;
  try {
    ({ content } = await store.get(key));
  } catch (error) {
    if (DqsError.is(error) && error.code === 'artifact-not-found') throw corrupt(key, 'the file is missing', error);
    throw error;
  }
  const actual = sha256(content);
  if (actual === expected.sha256) return content;
  throw corrupt(key, `its sha256 is ${actual.slice(0, 12)}…, expected ${expected.sha256.slice(0, 12)}…`);
}
