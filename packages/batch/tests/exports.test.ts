import * as batch from '../src/index.js';

describe('@dqs/batch', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(batch).sort()).toEqual([
      'DeadLetterSource',
      'RecordRejection',
      'WorkerCrash',
      'WorkerPool',
      'perRecord',
      'readBatchStatus',
      'recordBytes',
      'recordCount',
      'runBatch',
      'serveShards',
      'serveTasks',
      'sliceShard',
      'textFileSource',
    ]);
  });
});
