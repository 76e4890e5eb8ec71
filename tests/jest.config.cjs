module.exports = {
  ...require('../jest.preset.cjs'),
  displayName: 'workspace',
  testMatch: ['<rootDir>/**/*.test.ts'],
  // It has no sources of its own.
  collectCoverage: false,
  testTimeout: 60_000,
};
