// `npm test`: sets up, then runs the tests of every package and of the workspace itself, and prints one total.
// Tests that leave files changed, or stray ones behind, fail the run. `--fresh` runs everything anew instead of answering from Nx's cache.
import { changedFiles, leftovers } from './leftovers.mjs';
import { clearTotals, describeTotals, readTotals } from './totals.mjs';
import { setUpOrExit } from './setup.mjs';
import { show } from './run.mjs';

/**
 * Two projects at a time with one Jest worker each: two busy processes in all, as many as the smallest machine has cores.
 *
 * @returns the counts, with `code` 0 when all went well.
 */
async function runTests(fresh) {
  clearTotals();
  const nxOptions = ['--nxBail=false', '--output-style=stream', '--parallel=2', ...(fresh ? ['--skip-nx-cache'] : [])];
  const code = await show('nx', ['run-many', '-t', 'test', ...nxOptions], { env: { DQS_JEST_WORKERS: '1' } });
  const totals = readTotals();
  return { ...totals, code: code || (totals.failed > 0 ? 1 : 0) };
}

await setUpOrExit();
const before = changedFiles();
const totals = await runTests(process.argv.includes('--fresh'));
const left = leftovers(before, changedFiles());
console.log(`\nTests of all packages:\n${describeTotals(totals)}\n${totals.passed} passed, ${totals.failed} failed`);
if (left.length > 0) {
  console.error(
    `\nexpected the tests to leave the workspace as it was, but they changed or left:\n  ${left.join('\n  ')}`,
  );
}
process.exitCode = totals.code === 0 && left.length === 0 ? 0 : 1;
