// The registry
export { Registry, type LoadedVersion, type TagRequest } from './registry.js';
export { isVersionReference, LATEST, parseReference, selectVersion, type VersionReference } from './reference.js';
export type { AliasState, ModelState, VersionSummary } from './journal/state.js';
export type {
  Entry,
  EntryBody,
  GateCheck,
  GateReport,
  Lineage,
  Moved,
  Refused,
  Registered,
  Removed,
  Tagged,
  VersionFacts,
  VersionFiles,
} from './journal/entries.js';

// Versions
export type { RegisterRequest } from './versions/register.js';
export { nextVersion, type Bump, type Numbering, type NumberingWish } from './versions/numbering.js';

// Comparison
export { compareLosses, type LossComparison, type PairedLosses, type SegmentComparison } from './comparison.js';

// Aliases
export type { GateRequest, Gates, PromoteRequest, PromotionOutcome } from './aliases/promotion.js';
export { rollbackTarget, type RollbackRequest } from './aliases/rollback.js';
export {
  DEFAULT_ROLLBACK_POLICY,
  judgeLive,
  type AutomaticRollback,
  type LiveEvidence,
  type LivePerformance,
  type LiveRequest,
  type RollbackCheck,
  type RollbackDecision,
  type RollbackPolicy,
} from './aliases/rollback-policy.js';
export type { AliasMoment } from './aliases/history.js';

// Upkeep
export type { KeptVersion, RetentionPlan, RetentionRequest } from './upkeep/retention.js';
export type { RegistryProblem, VerifyHooks, VerifyReport } from './upkeep/verify.js';
export { readArchive, type ReadArchive } from './upkeep/archive-reader.js';
export type { ArchivedVersion } from './upkeep/archive.js';
