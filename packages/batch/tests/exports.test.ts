import * as batch from '../src/index.js';

describe('@dqs/batch', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(batch).sort()).toEqual([
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
      'sliceShard',
      'textFileSource',
    ]);
  });
});
