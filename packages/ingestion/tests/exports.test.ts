import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as ingestion from '../src/index.js';

describe('@dqs/ingestion', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(ingestion).sort()).toEqual([
      'INPUT_FORMATS',
      'READ_DEFAULTS',
      'REJECT_REASONS',
      'csvToParquet',
      'hasNativeScanner',
      'loadPanel',
      'parquetToCsv',
      'parseRules',
      'readPanel',
      'readPanelFromStream',
      'readRules',
      'resolveInputs',
      'savePanel',
      'updatePanel',
      'writeParquet',
    ]);
  });
});

describe('types of @dqs/ingestion, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'FileReport',
      'IngestReport',
      'InputFormat',
      'OutcomeRows',
      'PanelSource',
      'ParquetColumn',
      'ReadHooks',
      'ReadOptions',
      'ReadResult',
      'ReaderChoice',
      'RejectCounts',
      'RejectReason',
      'RejectedRow',
      'SavedPanel',
      'StrayDates',
      'TextRows',
      'UpdateOptions',
      'UpdateResult',
    ]);
  });
});
