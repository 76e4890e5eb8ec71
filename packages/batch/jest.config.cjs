module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'batch',
  globalSetup: '<rootDir>/tests/support/bundle.cjs',
};
