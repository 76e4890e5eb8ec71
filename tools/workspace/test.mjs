// `npm test`: sets up, then runs the tests of every package and of the workspace itself, and prints one total.
// Tests that leave files changed, or stray ones behind, fail the run. `--fresh` runs everything anew instead of answering from Nx's cache.
import { changedFiles, leftovers } from './leftovers.mjs';
import { clearTotals, describeFailures, describeTotals, readTotals } from './totals.mjs';
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
async function runTests(fresh) {
  clearTotals();
  const options = ['--nxBail=false', '--output-style=stream', ...(fresh ? ['--skip-nx-cache'] : [])];
  let code = 0;
  for (const { projects, parallel, workers } of ROUNDS) {
    const args = ['run-many', '-t', 'test', ...projects, `--parallel=${parallel}`, ...options];
    code = (await show('nx', args, { env: { DQS_JEST_WORKERS: String(workers) } })) || code;
  }
  const totals = readTotals();
  return { ...totals, code: code || (totals.failed > 0 ? 1 : 0) };
}

await setUpOrExit();
const before = changedFiles();
const totals = await runTests(process.argv.includes('--fresh'));
const left = leftovers(before, changedFiles());
if (totals.failures.length > 0) console.log(describeFailures(totals.failures));
console.log(`\nTests of all packages:\n${describeTotals(totals)}\n${totals.passed} passed, ${totals.failed} failed`);
if (left.length > 0) {
  console.error(
    `\nexpected the tests to leave the workspace as it was, but they changed or left:\n  ${left.join('\n  ')}`,
  );
}
process.exitCode = totals.code === 0 && left.length === 0 ? 0 : 1;
