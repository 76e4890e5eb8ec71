import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';
import * as cloud from '../src/index.js';

describe('@dqs/cloud', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(cloud).sort()).toEqual([
      'checkStore',
      'isStoreUrl',
      'openBulkStore',
      'openStore',
      'parseLocation',
      'storeUrlProblem',
    ]);
  });

  it('and exactly these types', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual(['StoreCheck', 'StoreLocation']);
  });
});
