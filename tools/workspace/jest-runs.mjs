// Running the tests of one project outside Nx, and in CI a second time.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { inRoot } from './paths.mjs';
import { show } from './run.mjs';

const NODE_OPTIONS = '--experimental-vm-modules --disable-warning=ExperimentalWarning';

/** So many failures are no accident. */
const MOST = 5;

/**
 * Runs tests of a project.
 *
 * @param tests patterns of its files; all if there are none.
 * @param suffix keeps the counts apart from those of other runs of the project.
 * @param node the Node to run them on.
 * @returns `{ passed, failed, skipped, failures }`, a run that came to no end counting as one failure.
 */
export async function runJest(folder, { tests = [], suffix, node = process.execPath }) {
  const file = inRoot(folder, 'coverage', `test-totals${suffix}.json`);
  rmSync(file, { force: true });
  const env = {
    PATH: [dirname(node), inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter),
    NODE_OPTIONS,
    DQS_TOTALS_SUFFIX: suffix,
  };
  const jest = [inRoot('node_modules', 'jest', 'bin', 'jest.js'), '--config', 'jest.config.cjs', '--silent', ...tests];
  const code = await show(node, jest, { env, cwd: inRoot(folder) });
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, failures: [] };
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * Runs the files of failed tests once more, alone. On a busy machine one of ten thousand tests that start programs, databases
 * and browsers may miss a limit; that must neither refuse a change nor go unseen. Outside CI a failure is a failure.
 *
 * @param counts of a project; each failure `{ file, name, message }`.
 * @param run runs files of tests, gives their counts.
 * @returns the counts, where `unstable` are the failures that did not happen again.
 */
export async function withSecondTry(counts, run) {
  const { failures = [], failed, passed } = counts;
  // What failed without a name (a process that died, one that did not end) cannot be asked for again.
  const isNamed = failures.length === failed && failures.every(({ file }) => file !== '');
  if (failed === 0 || failed > MOST || !isNamed) return counts;
  const again = await run([...new Set(failures.map(({ file }) => file))]);
  if (again.passed === 0) return counts;
  const failsAgain = new Set(again.failures.map(keyOf));
  const unstable = failures.filter((failure) => !failsAgain.has(keyOf(failure)));
  return {
    ...counts,
    passed: passed + unstable.length,
    failed: again.failed,
    failures: again.failures,
    unstable,
  };
}

const keyOf = ({ file, name }) => `${file}\n${name}`;
