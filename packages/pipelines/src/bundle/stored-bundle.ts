import { DqsError, type ArtifactStore } from '@dqs/core';

import { checkedBytes, type BundleBytes } from './bundle-bytes.js';
import { BUNDLE_FILES, type Manifest } from './manifest.js';
import { bundleFiles, type BundleContent } from './write-bundle.js';

/**
 * The manifest and the checked bytes of every file of a bundle in a store, without opening the model.
 *
 * @param store whose keys are the names of the files.
 * @param name what to call the bundle in messages: its URL.
 * @throws DqsError `bundle-invalid` if the store holds no bundle, `bundle-corrupt` if a file is missing, larger than its
 * manifest says or changed, and whatever the store throws.
 */
export function readStoredBytes(store: ArtifactStore, name: string): Promise<BundleBytes> {
  return checkedBytes({ name, read: (file, mostBytes) => contentOf(store, file, mostBytes, name) });
}

/** A file, of which more than is expected is not fetched; undefined if there is none. */
async function contentOf(store: ArtifactStore, file: string, mostBytes: number, name: string) {
  const head = await store.head(file);
  if (head === undefined) return undefined;
  if (head.bytes <= mostBytes) return (await store.get(file)).content;
  throw new DqsError(
    'bundle-corrupt',
    `expected at most ${mostBytes} bytes in the file ${file} of the bundle ${name}, got ${head.bytes}; restore it or retrain`,
    { details: { path: name, file } },
  );
}

/**
 * Makes sure that a place in a store is free for a bundle, before the work whose result it is to hold.
 *
 * @throws DqsError `config-invalid` if there is anything, and whatever the store throws.
 */
export async function assertFreeForBundle(store: ArtifactStore, name: string): Promise<void> {
  const [found] = await store.list('');
  if (found !== undefined) throw occupied(name, found);
}

/**
 * Writes a bundle to an empty place of a store. Its manifest comes last but for the hash of the manifest: what was cut
 * short is no bundle to a reader. Nothing is ever replaced, so that a reader never meets files of two bundles.
 *
 * @param store whose keys become the names of the files.
 * @param name what to call the place in messages: its URL.
 * @throws DqsError `config-invalid` if a file of another bundle is there, and whatever the store throws.
 */
export async function storeBundle(store: ArtifactStore, content: BundleContent, name: string): Promise<Manifest> {
  const { manifest, files } = bundleFiles(content);
  // Those of the manifest are the last, in this order.
  const last: readonly string[] = [BUNDLE_FILES.manifest, BUNDLE_FILES.manifestHash];
  for (const file of [...[...files.keys()].filter((key) => !last.includes(key)), ...last]) {
    try {
      await store.put(file, Buffer.from(files.get(file)!), { ifNoneMatch: '*' });
    } catch (error) {
      throw DqsError.is(error) && error.code === 'artifact-conflict' ? occupied(name, file) : error;
    }
  }
  return manifest;
}

function occupied(name: string, file: string): DqsError {
  return new DqsError(
    'config-invalid',
    `expected nothing at ${name}, where a bundle is to be written and never replaced, found ${JSON.stringify(file)}; ` +
      'choose another place, or remove what is there',
    { details: { path: name, file } },
  );
}
