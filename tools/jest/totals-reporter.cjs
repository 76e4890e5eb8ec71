// Writes each project's test counts, and what failed, to coverage/test-totals.json, an output of the Nx target: a run
// answered from the cache brings its counts along, so that `npm test` can add them up. DQS_TOTALS_SUFFIX keeps runs on
// other Nodes apart. It also ends a run that its tests do not let go of.
const { mkdirSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { stripVTControlCharacters } = require('node:util');

/** Lines of a failure that are shown again at the end of a run, where thousands of lines lie between. */
const LINES_OF_A_FAILURE = 24;

/** How long tests may hold the process after the last of them has ended. */
const GRACE_SECONDS = Number(process.env.DQS_JEST_GRACE_SECONDS ?? 60);

module.exports = class TotalsReporter {
  constructor(globalConfig) {
    this.folder = join(globalConfig.rootDir, 'coverage');
    this.isWatching = globalConfig.watch || globalConfig.watchAll;
  }

  /** A file that cannot even be loaded has no test that could fail: it counts as one failure itself. */
  onRunComplete(_contexts, results) {
    const totals = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
      failures: results.testResults.flatMap((file) => this.failuresOf(file)),
    };
    this.write(totals);
    // Left alone, one forgotten loop would keep all other projects waiting until someone stops the whole run.
    if (!this.isWatching) setTimeout(() => this.end(totals), GRACE_SECONDS * 1000).unref();
  }

  end(totals) {
    const message = `its tests ended ${GRACE_SECONDS} s ago and still hold the process: something they started goes on`;
    console.error(message);
    const failure = { file: '', name: 'the end of the run', message };
    this.write({ ...totals, failed: totals.failed + 1, failures: [...totals.failures, failure] });
    process.exit(1);
  }

  write(totals) {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(
      join(this.folder, `test-totals${process.env.DQS_TOTALS_SUFFIX ?? ''}.json`),
      `${JSON.stringify(totals)}\n`,
    );
  }

  failuresOf({ testFilePath, testResults, testExecError, failureMessage }) {
    const file = relative(this.folder, testFilePath).replaceAll('\\', '/').replace('../', '');
    if (testExecError) return [{ file, name: 'the whole file', message: start(failureMessage ?? '') }];
    return testResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => ({ file, name: fullName, message: start(failureMessages.join('\n')) }));
  }
};

/** The beginning of a message, without the test framework's own calls. */
function start(message) {
  const lines = stripVTControlCharacters(message).split('\n');
  return lines
    .filter((line) => !/^ +at .*node_modules/.test(line))
    .slice(0, LINES_OF_A_FAILURE)
    .join('\n');
}
