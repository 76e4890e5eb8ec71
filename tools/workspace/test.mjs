// `npm test`: sets up, then runs the tests of every package and of the workspace itself, and prints one total.
// Tests that leave files changed, or stray ones behind, fail the run. `--fresh` runs everything anew instead of answering from Nx's cache.
// `--coverage` measures in the same run what the tests reach; `npm run coverage` shows it. `--second-try` runs what failed once more.
import { changedFiles, leftovers } from './leftovers.mjs';
import { clearCoverage } from './coverage.mjs';
import { clearTotals, describeFailures, describeTotals, readTotals, tryAgain } from './totals.mjs';
import { setUpOrExit } from './setup.mjs';
import { show } from './run.mjs';

/** Projects whose tests take minutes: left to the end of one queue they would keep one of two cores waiting. */
const LONG = ['pipelines', 'cli'];

/** Each round keeps two processes busy in all, as many as the smallest machine has cores. */
const ROUNDS = [
  { projects: ['--exclude', LONG.join(',')], parallel: 2, workers: 1 },
  { projects: ['--projects', LONG.join(',')], parallel: 1, workers: 2 },
];

/** @returns the counts, with `code` 0 when all went well. */
async function runTests({ fresh, coverage, secondTry }) {
  clearTotals();
  if (coverage) clearCoverage();
  const options = ['--nxBail=false', '--output-style=stream', ...(fresh ? ['--skip-nx-cache'] : [])];
  let code = 0;
  for (const { projects, parallel, workers } of ROUNDS) {
    const args = ['run-many', '-t', 'test', ...projects, `--parallel=${parallel}`, ...options];
    const env = { DQS_JEST_WORKERS: String(workers), ...(coverage ? { DQS_COVERAGE: '1' } : {}) };
    code = (await show('nx', args, { env })) || code;
  }
  // Nx has ended with an error because of what has passed since.
  if (secondTry && code !== 0 && (await tryAgain())) code = 0;
  const totals = readTotals();
  return { ...totals, code: code || (totals.failed > 0 ? 1 : 0) };
}

await setUpOrExit();
const before = changedFiles();
const totals = await runTests({
  fresh: process.argv.includes('--fresh'),
  coverage: process.argv.includes('--coverage'),
  secondTry: process.argv.includes('--second-try'),
});
const left = leftovers(before, changedFiles());
console.log(describeFailures(totals));
console.log(`\nTests of all packages:\n${describeTotals(totals)}\n${totals.passed} passed, ${totals.failed} failed`);
if (left.length > 0) {
  console.error(
    `\nexpected the tests to leave the workspace as it was, but they changed or left:\n  ${left.join('\n  ')}`,
  );
}
process.exitCode = totals.code === 0 && left.length === 0 ? 0 : 1;
