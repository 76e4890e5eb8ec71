// Writes each project's test counts to coverage/test-totals.json, an output of the Nx target: a run answered from the
// cache brings its counts along, so that `npm test` can add them up. DQS_TOTALS_SUFFIX keeps runs on other Nodes apart.
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

module.exports = class TotalsReporter {
  constructor(globalConfig) {
    this.folder = join(globalConfig.rootDir, 'coverage');
  }

  /** A file that cannot even be loaded has no test that could fail: it counts as one failure itself. */
  onRunComplete(_contexts, results) {
    const totals = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(
      join(this.folder, `test-totals${process.env.DQS_TOTALS_SUFFIX ?? ''}.json`),
      `${JSON.stringify(totals)}\n`,
    );
  }
};
