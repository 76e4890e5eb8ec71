import { join } from 'node:path';

import { exportedTypes } from '../../../../tools/jest/exported-types.cjs';

import * as audit from '../../src/audit/index.js';

describe('@dqs/core/audit', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(audit).sort()).toEqual([
      'AUDIT_OUTCOMES',
      'AUDIT_SCHEMA_VERSION',
      'AuditJournal',
      'AuditLog',
      'EMPTY_LOG',
      'MemoryAuditStore',
      'MerkleTree',
      'REDACTED',
      'auditBatches',
      'canonicalJson',
      'fileAnchor',
      'leafHash',
      'logEnd',
      'newNoteKeys',
      'nextEntry',
      'openCheckpoint',
      'openNote',
      'parseAuditEntry',
      'redact',
      'signCheckpoint',
      'signNote',
      'verifyAudit',
    ]);
  });
});

describe('types of @dqs/core/audit are exactly these', () => {
  it('in src/audit/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../../src/audit/index.ts'))).toEqual([
      'Anchor',
      'AuditDamage',
      'AuditEntry',
      'AuditEvent',
      'AuditLogOptions',
      'AuditOutcome',
      'AuditProblem',
      'AuditReport',
      'AuditSchema',
      'AuditStore',
      'Checkpoint',
      'JournalCheck',
      'JournalReport',
      'JsonValue',
      'LogEnd',
      'NoteKeys',
    ]);
  });
});
