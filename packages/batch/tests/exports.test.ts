import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as batch from '../src/index.js';

describe('@dqs/batch', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(batch).sort()).toEqual([
      'BATCH_DEFAULTS',
      'DeadLetterSource',
      'REQUESTS_AS_TEXT',
      'RecordRejection',
      'WorkerCrash',
      'WorkerPool',
      'assertSinkPlaces',
      'perRecord',
      'readBatchStatus',
      'recordBytes',
      'recordCount',
      'runBatch',
      'serveShards',
      'serveTasks',
      'textFileSource',
    ]);
  });
});

describe('types of @dqs/batch, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'BatchEvent',
      'BatchEventListener',
      'BatchHooks',
      'BatchOptions',
      'BatchProgress',
      'BatchReport',
      'BatchSink',
      'BatchSource',
      'BatchStatus',
      'CsvSourceOptions',
      'DeadLetter',
      'DeadLetterHeader',
      'Isolation',
      'LineSourceOptions',
      'PoolOptions',
      'RecordFault',
      'RejectedRecord',
      'Shard',
      'ShardLimits',
      'ShardProcess',
      'ShardResult',
      'SourceFault',
      'SourceIdentity',
      'TaskServer',
      'TextFileSource',
      'TextSourceOptions',
      'WorkerProcess',
    ]);
  });
});
