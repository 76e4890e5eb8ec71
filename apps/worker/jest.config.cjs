const covering = require('../../tools/jest/covering.cjs');

module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'worker',
  // The runtime is what api and worker are made of.
  ...covering(__dirname, ['packages/runtime']),
};
