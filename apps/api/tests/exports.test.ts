import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';
import * as api from '../src/index.js';

describe('@dqs/api', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(api).sort()).toEqual([
      'DEFAULT_LIMITS',
      'allRoutes',
      'createServer',
      'incompatibilities',
      'offlinePage',
      'openPages',
      'openapiDocument',
      'serveApi',
    ]);
  });

  it('and exactly these types', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'JsonObject',
      'Listening',
      'OfflinePages',
      'OpenedPages',
      'PagesSettings',
      'Readiness',
      'RouteDefinition',
      'ServeSettings',
      'ServerLimits',
      'Services',
    ]);
  });
});
