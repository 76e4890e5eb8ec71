// Before all test files of the pages: the folder through which they share one server. See `sharedDemo` in demo.ts.
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

module.exports = () => {
  process.env.DQS_PAGES_SHARED = mkdtempSync(join(tmpdir(), 'dqs-pages-shared-'));
};
