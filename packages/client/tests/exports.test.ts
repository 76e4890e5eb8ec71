import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';
import * as client from '../src/index.js';

describe('@dqs/client', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(client).sort()).toEqual(['DqsApiError', 'createClient']);
  });

  it('and exactly these types', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'ClientOptions',
      'DqsClient',
      'DqsEvent',
      'EventOptions',
      'ListPath',
      'Problem',
      'QueryOf',
      'RowOf',
      'components',
      'operations',
      'paths',
    ]);
  });
});
