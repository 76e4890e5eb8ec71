export type { ArtifactStoreCase, OpenStore } from './artifact-store-case.js';
export { ARTIFACT_STORE_CONTRACT } from './artifact-store-contract.js';
export { AUDIT_STORE_CONTRACT, type AuditStoreCase, type OpenAuditStore } from './audit-store-contract.js';
export { BULK_STORE_CONTRACT, type BulkStoreCase, type OpenBulkStore } from './bulk-store-contract.js';
