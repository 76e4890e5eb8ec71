import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';
import * as store from '../src/index.js';

describe('@dqs/store', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(store).sort()).toEqual([
      'SCHEMA_VERSION',
      'StoreDatabase',
      'migrate',
      'openDatabase',
      'shownUrl',
    ]);
  });

  it('exports exactly these types', () => {
    expect(exportedTypes(join(__dirname, '..', 'src', 'index.ts'))).toEqual([
      'AppliedMigration',
      'DatabasePlace',
      'Isolation',
      'MigrateOptions',
      'Migration',
    ]);
  });
});
