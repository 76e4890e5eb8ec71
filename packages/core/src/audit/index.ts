export { AuditJournal } from './audit-journal.js';
export { AuditLog, type AuditLogOptions } from './audit-log.js';
export { auditBatches, MemoryAuditStore, type AuditStore } from './audit-store.js';
export { canonicalJson, type JsonValue } from './canonical-json.js';
export { openCheckpoint, signCheckpoint, type Checkpoint } from './checkpoint.js';
export {
  AUDIT_OUTCOMES,
  AUDIT_SCHEMA_VERSION,
  parseAuditEntry,
  type AuditEntry,
  type AuditEvent,
  type AuditOutcome,
} from './entry.js';
export { fileAnchor, type Anchor } from './file-anchor.js';
export type { JournalCheck, JournalReport } from './journal-check.js';
export { leafHash, MerkleTree } from './merkle.js';
export { EMPTY_LOG, logEnd, nextEntry, type LogEnd } from './next-entry.js';
export type { AuditDamage, AuditProblem } from './problems.js';
export { redact, REDACTED, type AuditSchema } from './redact.js';
export { newNoteKeys, openNote, signNote, type NoteKeys } from './signed-note.js';
export { verifyAudit, type AuditReport } from './verify-audit.js';
