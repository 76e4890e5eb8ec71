module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'store',
  // The program that the tests start as real processes.
  globalSetup: '<rootDir>/tests/support/bundle-worker.cjs',
};
