import * as registry from '../src/index.js';

describe('@dqs/registry', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(registry).sort()).toEqual([
      'DEFAULT_ROLLBACK_POLICY',
      'LATEST',
      'Registry',
      'compareLosses',
      'isVersionReference',
      'judgeLive',
      'nextVersion',
      'parseReference',
      'readArchive',
      'rollbackTarget',
      'selectVersion',
    ]);
  });
});
