export { ARTIFACT_STORE_CONTRACT } from './artifact-store-contract.js';
export type { ArtifactStoreCase, OpenStore } from './artifact-store-case.js';
