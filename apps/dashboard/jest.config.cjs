module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'dashboard',
  // See ELSEWHERE in tools/workspace/coverage.mjs.
  collectCoverage: false,
  globalSetup: '<rootDir>/tests/support/shared-demo-start.cjs',
  globalTeardown: '<rootDir>/tests/support/shared-demo-stop.cjs',
};
