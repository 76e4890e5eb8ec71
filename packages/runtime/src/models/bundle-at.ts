import {
  readBundle,
  readBundleBytes,
  readStoredBundle,
  readStoredBytes,
  storeBundle,
  writeBundle,
  type BundleBytes,
  type BundleContent,
  type LoadedBundle,
  type Manifest,
} from '@dqs/pipelines';

import { localFolder, openStore } from '../stores/open-store.js';

/**
 * Loads the bundle of a folder or of a place in a cloud.
 *
 * @throws DqsError as `readBundle` and `readStoredBundle`.
 */
export function readBundleAt(location: string): Promise<LoadedBundle> {
  const folder = localFolder(location);
  return folder === undefined ? readStoredBundle(openStore(location), location) : readBundle(folder);
}

/**
 * The manifest and the checked files of the bundle of a folder or of a place in a cloud, without opening the model.
 *
 * @throws DqsError as `readBundleBytes` and `readStoredBytes`.
 */
export function readBundleBytesAt(location: string): Promise<BundleBytes> {
  const folder = localFolder(location);
  return folder === undefined ? readStoredBytes(openStore(location), location) : readBundleBytes(folder);
}

/**
 * Writes a bundle to a folder, where it takes the place of another, or to an empty place in a cloud.
 *
 * @throws DqsError as `writeBundle` and `storeBundle`.
 */
export function writeBundleAt(location: string, content: BundleContent): Promise<Manifest> {
  const folder = localFolder(location);
  return folder === undefined ? storeBundle(openStore(location), content, location) : writeBundle(folder, content);
}
