// `npm test`: sets up, then runs the tests of every package and of the workspace itself, and prints one total.
// `--fresh` runs everything anew instead of answering from Nx's cache.
import { clearTotals, describeTotals, readTotals } from './totals.mjs';
import { setUpOrExit } from './setup.mjs';
import { show } from './run.mjs';

/**
 * Two packages at a time with one Jest worker each: two busy processes in all, as many as the smallest machine has cores.
 *
 * @returns the counts, with `code` 0 when all went well.
 */
async function runTests(fresh) {
  clearTotals();
  const nxOptions = ['--nxBail=false', '--output-style=stream', '--parallel=2', ...(fresh ? ['--skip-nx-cache'] : [])];
  const packages = await show('nx', ['run-many', '-t', 'test', ...nxOptions], { env: { DQS_JEST_WORKERS: '1' } });
  const workspace = await show('jest', ['--config', 'tests/jest.config.cjs'], {
    env: { NODE_OPTIONS: JEST_NODE_OPTIONS },
  });
  const totals = readTotals();
  return { ...totals, code: packages || workspace || (totals.failed > 0 ? 1 : 0) };
}

const JEST_NODE_OPTIONS = '--experimental-vm-modules --disable-warning=ExperimentalWarning';

await setUpOrExit();
const totals = await runTests(process.argv.includes('--fresh'));
console.log(`\nTests of all packages:\n${describeTotals(totals)}\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.code === 0 ? 0 : 1;
