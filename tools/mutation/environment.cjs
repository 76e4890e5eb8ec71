// The environment of our tests, which also tells Stryker which test reaches which change. Stryker is not installed with the workspace:
// main.mjs says where it is.
const { mixinJestEnvironment } = require(process.env.DQS_STRYKER_JEST);

module.exports = mixinJestEnvironment(require('../jest/environment.cjs'));
