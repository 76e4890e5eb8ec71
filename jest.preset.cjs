/**
 * Shared Jest settings: sources run as CommonJS (so jest.mock is hoisted), read straight from src of every package.
 * Run with NODE_OPTIONS=--experimental-vm-modules: some dependencies call import() themselves.
 */
const { resolve } = require('node:path');

/** TypeScript by swc; only .tsx may hold JSX, since `<T>` means something else there. */
const swc = (tsx) => [
  '@swc/jest',
  {
    swcrc: false,
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true, tsx },
      transform: { decoratorVersion: '2022-03', react: { runtime: 'automatic' } },
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

module.exports = {
  testEnvironment: resolve(__dirname, 'tools/jest/environment.cjs'),
  testEnvironmentOptions: { customExportConditions: ['@dqs/source', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx$': swc(true),
    '^.+\\.[cm]?ts$': swc(false),
    '/node_modules/.+\\.m?js$': resolve(__dirname, 'tools/jest/esm-transform.cjs'),
  },
  transformIgnorePatterns: ['/node_modules/(?:typescript|@swc)/'],
  reporters: ['default', resolve(__dirname, 'tools/jest/totals-reporter.cjs')],
  maxWorkers: Number(process.env.DQS_JEST_WORKERS ?? 2),
  // A hanging test must end, a slow machine must not fail one.
  testTimeout: 300_000,
  // `npm test -- --coverage` asks for it. Counters in the project's own sources cost less than V8's, which slow down
  // everything that is loaded, and files that hold only types are 0 of 0 lines instead of never reached.
  collectCoverage: process.env.DQS_COVERAGE === '1',
  coverageProvider: 'babel',
  coverageDirectory: '<rootDir>/coverage',
  coverageReporters: [resolve(__dirname, 'tools/jest/coverage-report.cjs')],
  collectCoverageFrom: ['src/**/*.{ts,tsx}', '!src/**/*.d.ts', '!src/**/index.ts'],
};
