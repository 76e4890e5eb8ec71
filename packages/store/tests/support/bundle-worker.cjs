const { join } = require('node:path');

const { bundleWorker } = require('../../../../tools/jest/bundle-worker.cjs');

/** The program that tests start as real processes. */
module.exports = () => bundleWorker(join(__dirname, '..', '..'), ['zod']);
