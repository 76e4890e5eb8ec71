import { isStoreUrl, openStore as openUrl } from '@dqs/cloud';
import { FileStore, type ArtifactStore } from '@dqs/core';

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
