// Runs bundles of test files without Jest's compiler, which is a program of another processor, and prints what came out as JSON.
const circus = require('jest-circus');
const { expect } = require('expect');

const NAMES = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'it', 'test'];
for (const name of NAMES) globalThis[name] = circus[name];
globalThis.expect = expect;
circus.getState().testTimeout = 30 * 60_000;

async function main(bundles) {
  for (const bundle of bundles) require(bundle);
  const { testResults } = await circus.run();
  const results = testResults.map(({ testPath, status, errors }) => ({
    title: testPath.slice(1).join(' › '),
    isSkipped: status === 'skip' || status === 'todo',
    error: errors[0] === undefined ? undefined : String(errors[0]).slice(0, 600),
  }));
  const failures = results.filter(({ error }) => error !== undefined);
  const skipped = results.filter(({ isSkipped }) => isSkipped).length;
  console.log(JSON.stringify({ passed: results.length - skipped - failures.length, skipped, failures }));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
