export { ARTIFACT_STORE_CONTRACT, type ArtifactStoreCase, type OpenStore } from './artifact-store-contract.js';
