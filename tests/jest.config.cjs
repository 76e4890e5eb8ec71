module.exports = {
  ...require('../jest.preset.cjs'),
  displayName: 'workspace',
  testMatch: ['<rootDir>/**/*.test.ts'],
  testTimeout: 60_000,
};
