// `npm run check`: everything that must hold before a change is finished. `--node 24` (or 22,24, or all) also runs the
// suites that depend on Node itself on that version. `--affected` is the quick form: only projects that the difference from
// main can reach. With `--ci` nothing is answered from a cache, all versions are tested, coverage is not measured, a test that
// fails is run once more and named if it passes then, and the last line is the test total.
import { chosenVersions, NODE_VERSIONS, testOnNode } from './node-versions.mjs';
import { runSteps } from './steps.mjs';
import { setUpOrExit } from './setup.mjs';
import { describeFailures, readTotals } from './totals.mjs';

const ci = process.argv.includes('--ci');
const fresh = ci ? ['--fresh', '--second-try'] : [];
/** CI has an hour, and counters in all sources cost a tenth of it; `--coverage` asks for them there too. */
const measured = !ci || process.argv.includes('--coverage');
const noCache = ci ? ['--', '--skip-nx-cache'] : [];

/** Example, link, layer, surface, package and tracked-text checks are tests of the workspace (tests/), so `npm test` has them. */
const STEPS = process.argv.includes('--affected')
  ? [
      ['format', 'npm', 'run', '--silent', 'format:check'],
      ['affected projects', 'nx', 'affected', '-t', 'lint', 'typecheck', 'test', '--base=main'],
    ]
  : [
      ['format', 'npm', 'run', '--silent', 'format:check'],
      ['lint', 'npm', 'run', '--silent', 'lint', ...noCache],
      ['types', 'npm', 'run', '--silent', 'typecheck', ...noCache],
      ['unused code', 'npm', 'run', '--silent', 'unused'],
      ['documentation', 'npm', 'run', '--silent', 'docs'],
      ['tests', 'npm', 'test', '--silent', '--', ...(measured ? ['--coverage'] : []), ...fresh],
      ...(measured ? [['coverage', 'npm', 'run', '--silent', 'coverage']] : []),
      // The light one of the peers; where PyPI cannot be reached it says so and nothing runs.
      ...(ci ? [['interop', 'npm', 'run', '--silent', 'interop', '--', 'scipy']] : []),
    ];

const versions = chosenVersionsOrExit();
await setUpOrExit();
const failed = await runSteps(STEPS);
const onOthers = { passed: 0, failed: 0, failures: [], unstable: [] };
for (const major of versions) {
  const { passed, failed: failing, skipped, failures, unstable } = await testOnNode(major, { hasSecondTry: ci });
  console.log(`\n── Node ${NODE_VERSIONS[major].version}: ${passed} passed, ${failing} failed, ${skipped} skipped`);
  if (failing > 0) failed.push(`Node ${major}`);
  onOthers.passed += passed;
  onOthers.failed += failing;
  onOthers.failures.push(...failures);
  onOthers.unstable.push(...unstable);
}
const totals = readTotals();
// Once more at the end: what is kept of a long output is its end.
if (ci) {
  const [failures, unstable] = ['failures', 'unstable'].map((name) => [...totals[name], ...onOthers[name]]);
  console.log(describeFailures({ failures, unstable }));
}
console.log(failed.length === 0 ? '\nall checks passed' : `\nfailed: ${failed.join(', ')}`);
if (ci) {
  const { passed, failed: failedTests } = totals;
  const otherSteps = failed.filter((name) => name !== 'tests' && !name.startsWith('Node ')).length;
  const count = failedTests + onOthers.failed + otherSteps;
  console.log(`${passed + onOthers.passed} passed, ${count === 0 && failed.length > 0 ? 1 : count} failed`);
}
process.exitCode = failed.length === 0 ? 0 : 1;

function chosenVersionsOrExit() {
  try {
    const chosen = chosenVersions(process.argv);
    return ci && chosen.length === 0 ? Object.keys(NODE_VERSIONS) : chosen;
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}
