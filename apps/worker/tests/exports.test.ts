import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';
import * as worker from '../src/index.js';

describe('@dqs/worker', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(worker).sort()).toEqual(['digest', 'serveWorker']);
  });

  it('and exactly these types', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual(['ServeSettings']);
  });
});
