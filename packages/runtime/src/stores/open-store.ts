import { FileStore, type ArtifactStore } from '@dqs/core';

/**
 * The store of artifacts at a location: the one place that decides which kind of store it is.
 *
 * @param location a folder; nothing is made before something is written.
 * @throws DqsError `invalid-argument` for a URL: there are no stores but folders yet.
 */
export function openStore(location: string): ArtifactStore {
  return new FileStore(location);
}
