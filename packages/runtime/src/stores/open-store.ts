import { fileInput, storedInput, type ArrayInput } from '@dqs/batch';
import { isStoreUrl, openBulkStore, openStore as openUrl, parseLocation } from '@dqs/cloud';
import { DqsError, FileBulkStore, FileStore, type ArtifactStore, type StorePlace } from '@dqs/core';

/**
 * The store of artifacts at a location: the one place that decides which kind of store it is.
 *
 * @param location a folder, or the URL of a store as `openStore` of `@dqs/cloud` takes it; nothing is made or asked before
 * something is read or written.
 * @throws DqsError `invalid-argument` for a URL of another kind.
 */
export function openStore(location: string): ArtifactStore {
  return isStoreUrl(location) ? openUrl(location) : new FileStore(location);
}

/** The folder of a location on this machine; undefined for one in a cloud. */
export function localFolder(location: string): string | undefined {
  if (!isStoreUrl(location)) return location;
  const place = parseLocation(location);
  return place.scheme === 'file' ? place.folder : undefined;
}

/**
 * Both contracts at a location, as a run on many machines and a panel set need them.
 *
 * @throws DqsError as {@link openStore}.
 */
export function openStorePlace(location: string): StorePlace {
  const bulk = isStoreUrl(location) ? openBulkStore(location) : new FileBulkStore(location);
  return { artifacts: openStore(location), bulk };
}

/**
 * An input of which tasks read parts: a file that all machines see, or an object of a store.
 *
 * @param location a path, its `file:` URL, or the URL of an object: `s3://bucket/folder/requests.csv`.
 * @throws DqsError `invalid-argument` for a URL of no object.
 */
export function openInput(location: string): ArrayInput {
  if (!isStoreUrl(location)) return fileInput(location);
  const place = parseLocation(location);
  if (place.scheme === 'file') return fileInput(place.folder);
  const cut = location.lastIndexOf('/');
  const [store, key] = [location.slice(0, cut), location.slice(cut + 1)];
  if (key === '' || store.endsWith('/')) {
    throw new DqsError(
      'invalid-argument',
      `expected the URL of an object, s3://bucket/name, got ${JSON.stringify(location)}`,
    );
  }
  return storedInput(openBulkStore(store), key, location);
}
