import { join } from 'node:path';

import { perRecord, readBatchStatus, RecordRejection, runBatch, textFileSource } from '../src/index.js';
import { csvOf, file, scratchFolder } from './support/scratch.js';

const folder = scratchFolder();
const NAMES = ['constructor', '__proto__', 'toString'];

describe('reasons such as constructor and __proto__', () => {
  it('are counted like any other, also by a resumed run', async () => {
    const input = file(folder, 'in.csv', csvOf(30));
    const path = join(folder, 'out.csv');
    const process = perRecord((text) => {
      throw new RecordRejection(NAMES[Number(text.split(',')[0]) % 3]!, 'no');
    });
    const source = () => textFileSource(input, { format: 'csv' });
    const { reasons } = await runBatch({ source: source(), process, sink: { path }, shard: { rows: 7 } });
    expect(Object.entries(reasons).sort()).toEqual(NAMES.map((name) => [name, 10]).sort());
    const status = await readBatchStatus(`${path}.batch`);
    expect(Object.entries(status.reasons).sort()).toEqual(NAMES.map((name) => [name, 10]).sort());
  });
});
