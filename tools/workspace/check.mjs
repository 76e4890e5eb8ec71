// `npm run check`: everything that must hold before a change is finished. With `--ci` nothing is answered from a cache
// and the last line is the test total.
import { readTotals } from './totals.mjs';
import { runSteps } from './steps.mjs';
import { setUpOrExit } from './setup.mjs';

const ci = process.argv.includes('--ci');
const fresh = ci ? ['--', '--fresh'] : [];
const noCache = ci ? ['--', '--skip-nx-cache'] : [];

/** Example, link, layer, surface, package and tracked-text checks are tests of the workspace (tests/), so `npm test` has them. */
const STEPS = [
  ['format', 'npm', 'run', '--silent', 'format:check'],
  ['lint', 'npm', 'run', '--silent', 'lint', ...noCache],
  ['types', 'npm', 'run', '--silent', 'typecheck', ...noCache],
  ['unused code', 'npm', 'run', '--silent', 'unused'],
  ['tests', 'npm', 'test', '--silent', ...fresh],
];

await setUpOrExit();
const failed = await runSteps(STEPS);
console.log(failed.length === 0 ? '\nall checks passed' : `\nfailed: ${failed.join(', ')}`);
if (ci) {
  const { passed, failed: failedTests } = readTotals();
  const otherSteps = failed.filter((name) => name !== 'tests').length;
  const count = failedTests + otherSteps;
  console.log(`${passed} passed, ${count === 0 && failed.length > 0 ? 1 : count} failed`);
}
process.exitCode = failed.length === 0 ? 0 : 1;
