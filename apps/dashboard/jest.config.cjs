module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'dashboard',
  globalSetup: '<rootDir>/tests/support/shared-demo-start.cjs',
  globalTeardown: '<rootDir>/tests/support/shared-demo-stop.cjs',
};
