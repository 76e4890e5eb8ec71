// The registry
export { Registry, type LoadedVersion } from './registry.js';
export { isVersionReference, parseReference, selectVersion, type VersionReference } from './reference.js';
export type { Dictionary } from './dictionary.js';
export type { AliasState, Deletion, ModelState, Promotion, VersionSummary } from './journal/state.js';
export type {
  AliasDeleted,
  Deleted,
  Entry,
  EntryBody,
  Lineage,
  ModelTagged,
  Moved,
  Noted,
  Refused,
  Registered,
  Removed,
  Renamed,
  Tagged,
  VersionFacts,
  VersionFiles,
} from './journal/entries.js';

// Models
export type { DeleteRequest } from './deletion.js';
export type { RenameRequest } from './models/rename.js';
export type { FoundVersion, FoundVersions, VersionQuery } from './search.js';

// Versions
export type { RegisterRequest } from './versions/register.js';
export type { NoteRequest, TagRequest } from './versions/words.js';
export type { Bump, Numbering, NumberingWish } from './versions/numbering.js';

// Comparison
export { compareLosses, type LossComparison, type PairedLosses, type SegmentComparison } from './comparison.js';

// Aliases
export type { GateRequest, Gates, PromoteRequest, PromotionOutcome } from './aliases/promotion.js';
export type { RollbackRequest } from './aliases/rollback.js';
export type {
  AutomaticRollback,
  LiveEvidence,
  LivePerformance,
  LiveRequest,
  RollbackCheck,
  RollbackDecision,
  RollbackPolicy,
} from './aliases/rollback-policy.js';
export type { AliasEvent, AliasMoment } from './aliases/history.js';

// Maintenance
export type { KeptVersion, RetentionPlan, RetentionRequest } from './upkeep/retention.js';
export type { RegistryProblem, VerifyOptions, VerifyReport } from './upkeep/verify.js';
export type { ReadArchive } from './upkeep/archive-reader.js';
export type { ArchivedVersion } from './upkeep/archive.js';
