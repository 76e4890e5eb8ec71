import { FileBulkStore, FileStore, type ArtifactStore, type BulkStore } from '@dqs/core';

import { CloudBulkStore } from './cloud-bulk-store.js';
import { CloudStore } from './cloud-store.js';
import type { Driver } from './driver.js';
import { parseLocation, type StoreLocation } from './location.js';
import { Remote } from './remote.js';

/**
 * The store of artifacts at a URL: `file:registry`, `s3://bucket/prefix`, `az://container/prefix`, `gs://bucket/prefix`.
 * Nothing is asked or loaded before the store is used; credentials come from the default chain of the cloud and from
 * nowhere else.
 *
 * @example
 * const store = openStore('s3://models/registry');
 * await store.put('notes/today', Buffer.from('one'), { ifNoneMatch: '*' });
 * @throws DqsError `invalid-argument` for anything else. Of its methods, besides the errors of the contract:
 * `artifact-sdk-missing`, `artifact-store-failed`, and of a put `artifact-unknown`, if the answer was lost and what is
 * there now does not tell whether it took effect.
 */
export function openStore(url: string): ArtifactStore {
  const location = parseLocation(url);
  return location.scheme === 'file' ? new FileStore(location.folder) : new CloudStore(remoteAt(location));
}

/**
 * The large objects at such a URL; see `BulkStore` of `@dqs/core`. A writing holds two parts of 8 MiB in memory.
 *
 * @throws DqsError as {@link openStore}.
 */
export function openBulkStore(url: string): BulkStore {
  const location = parseLocation(url);
  return location.scheme === 'file' ? new FileBulkStore(location.folder) : new CloudBulkStore(remoteAt(location));
}

function remoteAt({ scheme, bucket, prefix }: Exclude<StoreLocation, { scheme: 'file' }>): Remote {
  return new Remote(() => openDriver(scheme, bucket), prefix);
}

/** Each cloud in a chunk of its own, loaded with the first request. */
async function openDriver(scheme: 's3' | 'az' | 'gs', bucket: string): Promise<Driver> {
  if (scheme === 's3') return (await import('./s3-driver.js')).openS3(bucket);
  if (scheme === 'az') return (await import('./azure-driver.js')).openAzure(bucket);
  return (await import('./gcs-driver.js')).openGcs(bucket);
}
