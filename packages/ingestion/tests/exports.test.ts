import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as ingestion from '../src/index.js';

describe('@dqs/ingestion', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(ingestion).sort()).toEqual([
      'Deliveries',
      'INPUT_FORMATS',
      'LEAST_ARRIVAL_DAYS',
      'READ_DEFAULTS',
      'REJECT_REASONS',
      'SKIP_REASONS',
      'SQL_DIALECTS',
      'arrivalsBySource',
      'collect',
      'countingSql',
      'csvToParquet',
      'explainInput',
      'factsTold',
      'hasNativeScanner',
      'isDelivered',
      'knownHistory',
      'lateSources',
      'loadPanel',
      'parquetToCsv',
      'parseRules',
      'readPanel',
      'readPanelFromStream',
      'readRules',
      'resolveInputs',
      'savePanel',
      'updatePanel',
      'verifyDeliveries',
      'writeParquet',
    ]);
  });
});

describe('types of @dqs/ingestion, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'CollectOptions',
      'Collected',
      'Compacted',
      'CountingSqlOptions',
      'DatabaseSource',
      'Delivered',
      'DeliveriesCheck',
      'DeliveriesCheckOptions',
      'DeliveryBody',
      'DeliveryChange',
      'DeliveryEntry',
      'DeliveryOutcome',
      'EventRecord',
      'ExplainedColumn',
      'ExplainedRow',
      'FileFault',
      'FileReport',
      'IngestReport',
      'InputExplanation',
      'InputFormat',
      'KnownAt',
      'LateSource',
      'NewDelivery',
      'OutcomeRows',
      'PanelExtras',
      'PanelReference',
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
      'SkipCounts',
      'SkipReason',
      'SourceArrivals',
      'SourceDays',
      'SqlDialectName',
      'StrayDates',
      'TextRows',
      'ToolFile',
      'ToolName',
      'UpdateOptions',
      'UpdateResult',
    ]);
  });
});
