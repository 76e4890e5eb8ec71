import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as registry from '../src/index.js';

describe('@dqs/registry', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(registry).sort()).toEqual([
      'Registry',
      'compareLosses',
      'isVersionReference',
      'parseReference',
      'selectVersion',
    ]);
  });
});

describe('types of @dqs/registry, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'AliasDeleted',
      'AliasEvent',
      'AliasMoment',
      'AliasState',
      'ArchivedVersion',
      'AutomaticRollback',
      'Bump',
      'DeleteRequest',
      'Deleted',
      'Deletion',
      'Dictionary',
      'Entry',
      'EntryBody',
      'FoundVersion',
      'FoundVersions',
      'GateRequest',
      'Gates',
      'KeptVersion',
      'Lineage',
      'LiveEvidence',
      'LivePerformance',
      'LiveRequest',
      'LoadedVersion',
      'LossComparison',
      'ModelState',
      'ModelTagged',
      'Moved',
      'NoteRequest',
      'Noted',
      'Numbering',
      'NumberingWish',
      'PairedLosses',
      'PromoteRequest',
      'Promotion',
      'PromotionOutcome',
      'ReadArchive',
      'Refused',
      'RegisterRequest',
      'Registered',
      'RegistryProblem',
      'Removed',
      'RenameRequest',
      'Renamed',
      'RetentionPlan',
      'RetentionRequest',
      'RollbackCheck',
      'RollbackDecision',
      'RollbackPolicy',
      'RollbackRequest',
      'SegmentComparison',
      'TagRequest',
      'Tagged',
      'VerifyOptions',
      'VerifyReport',
      'VersionFacts',
      'VersionFiles',
      'VersionQuery',
      'VersionReference',
      'VersionSummary',
    ]);
  });
});
