// Jest settings of an app whose tests run packages in their own process: with --coverage what they reach of these is counted beside
// what the packages' own tests reach. Jest counts nothing outside its root, so the root becomes that of the repository.
const { relative, resolve, sep } = require('node:path');

const { collectCoverageFrom } = require('../../jest.preset.cjs');

const ROOT = resolve(__dirname, '..', '..');

/**
 * @param folder of the app.
 * @param packages folders of the packages: `packages/runtime`.
 */
module.exports = function covering(folder, packages) {
  if (process.env.DQS_COVERAGE !== '1') return {};
  const app = relative(ROOT, folder).split(sep).join('/');
  const sources = (of) => collectCoverageFrom.map((pattern) => pattern.replace(/^!?/, `$&${of}/`));
  return {
    rootDir: ROOT,
    roots: [`<rootDir>/${app}`],
    testMatch: [`<rootDir>/${app}/tests/**/*.test.ts`],
    coverageDirectory: `<rootDir>/${app}/coverage`,
    collectCoverageFrom: [app, ...packages].flatMap(sources),
  };
};
