import type { ArtifactStore } from './artifact-store.js';
import type { BulkStore } from './bulk-store.js';

/** A place opened as both contracts: small artifacts with conditions, and large ones without, under the same keys. */
export interface StorePlace {
  readonly artifacts: ArtifactStore;
  readonly bulk: BulkStore;
}
