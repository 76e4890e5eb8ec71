import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as deploy from '../src/index.js';

describe('@dqs/deploy', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(deploy).sort()).toEqual([
      'NAMESPACE',
      'OVERLAYS',
      'chartFiles',
      'kustomizeFiles',
      'manifests',
      'toYaml',
    ]);
  });

  it('and these types, which exist for the compiler alone', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'DeploySettings',
      'Manifest',
      'ManifestOptions',
      'Overlay',
    ]);
  });
});
