import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as batch from '../src/index.js';

describe('@dqs/batch', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(batch).sort()).toEqual([
      'BATCH_DEFAULTS',
      'DeadLetterSource',
      'MAX_SHARDS',
      'REQUESTS_AS_TEXT',
      'RecordRejection',
      'WorkerCrash',
      'WorkerPool',
      'assertSinkPlaces',
      'fileInput',
      'finishArray',
      'perRecord',
      'planArray',
      'readArrayStatus',
      'readBatchStatus',
      'readPlan',
      'recordBytes',
      'recordCount',
      'runBatch',
      'serveShards',
      'serveTasks',
      'storedInput',
      'textFileSource',
      'workArray',
    ]);
  });
});

describe('types of @dqs/batch, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'ArrayInput',
      'ArrayPlan',
      'ArrayStatus',
      'BatchEvent',
      'BatchEventListener',
      'BatchHooks',
      'BatchOptions',
      'BatchProgress',
      'BatchReport',
      'BatchSink',
      'BatchSource',
      'BatchStatus',
      'ByteSpan',
      'CommittedShard',
      'CsvSourceOptions',
      'DeadLetter',
      'DeadLetterHeader',
      'FinishOptions',
      'FinishReport',
      'InputBytes',
      'Isolation',
      'LineSourceOptions',
      'ManifestPart',
      'PlanHooks',
      'PlanOptions',
      'PlannedShard',
      'PoolOptions',
      'RecordFault',
      'RejectedRecord',
      'RunCounts',
      'RunManifest',
      'RunStore',
      'Shard',
      'ShardLimits',
      'ShardProcess',
      'ShardResult',
      'SourceFault',
      'SourceIdentity',
      'TaskServer',
      'TextFileSource',
      'TextSourceOptions',
      'WorkHooks',
      'WorkOptions',
      'WorkedShard',
      'WorkerProcess',
    ]);
  });
});
